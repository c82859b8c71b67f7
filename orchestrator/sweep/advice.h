// Hints before a sweep, for those who are about to measure something else than they think.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::sweep {

// One sentence; empty when there is nothing to say. system is the congestion control of scenarios
// that leave it to the kernel.
std::string pacing_advice(const std::vector<matrix::Scenario>& scenarios,
                          const std::string& system);

}  // namespace gauntlet::orchestrator::sweep
