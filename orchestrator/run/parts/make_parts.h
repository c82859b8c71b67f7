// The one place that knows which parts a scenario has.
#pragma once

#include <memory>
#include <vector>

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

// In the order in which they are started. run outlives them.
std::vector<std::unique_ptr<Part>> make_parts(RunState& run);

}  // namespace gauntlet::orchestrator::run::parts
