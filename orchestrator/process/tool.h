// Programs of the system that do one thing and end.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::process {

// Runs it to its end. Throws Error (kUnable) that names it and says what it said when it cannot be
// run, fails, or takes longer than ten seconds.
void run_tool(const std::vector<std::string>& argv, const Place& place = {});

}  // namespace gauntlet::orchestrator::process
