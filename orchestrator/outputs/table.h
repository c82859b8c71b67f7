// The table of a side as an output: each row is on its way to the disk before anything else is run.
#pragma once

#include <memory>

#include "orchestrator/sweep/campaign.h"

namespace gauntlet::orchestrator::outputs {

// Takes the rows of that side, which outlives it. Throws as TableWriter does.
std::shared_ptr<sweep::Output> make_table(sweep::Side& side);

}  // namespace gauntlet::orchestrator::outputs
