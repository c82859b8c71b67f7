// What is to be known of a live comparison before it begins.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/ab/build.h"
#include "orchestrator/ab/live_comparison.h"

namespace gauntlet::orchestrator::ab {

// Sentences: that both sides are the same, or that they do different amounts of work.
std::vector<std::string> warnings(const Trial& trial, const Build& base, const Build& fresh);

}  // namespace gauntlet::orchestrator::ab
