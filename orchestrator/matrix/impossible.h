// Combinations of settings, each good by itself, that cannot work together.
#pragma once

#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

// Adds one problem for each rule that scenarios break and each line of the file that makes them. A
// rule about a value that is not known is not broken.
void refuse_impossible(const std::vector<Scenario>& scenarios, Problems& problems);

}  // namespace gauntlet::orchestrator::matrix
