// How the verdicts came about, in words.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// The procedure, then the reasoning of each row that was not found equivalent: the first 20.
std::string explain(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
