// Whether this machine can make the links that scenarios ask for.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::link {

// Makes each of them once. Throws Error (kUnable) that names the line of the file of the first one
// that cannot be made, and why.
void check_links(const std::vector<matrix::Scenario>& scenarios, const std::string& file);

}  // namespace gauntlet::orchestrator::link
