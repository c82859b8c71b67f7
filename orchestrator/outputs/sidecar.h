// The sidecar of a side as an output: how the campaign was called, the report of each run, and the
// logs of those that failed or lost a worker.
#pragma once

#include <memory>

#include "orchestrator/sweep/campaign.h"

namespace gauntlet::orchestrator::outputs {

// Takes the runs of that side, which outlives it. Throws as Sidecar does.
std::shared_ptr<sweep::Output> make_sidecar(const sweep::Side& side);

}  // namespace gauntlet::orchestrator::outputs
