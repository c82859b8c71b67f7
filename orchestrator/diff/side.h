// One side of a row in a few figures.
#pragma once

#include <vector>

#include "orchestrator/diff/pairing.h"
#include "orchestrator/diff/verdicts.h"

namespace gauntlet::orchestrator::diff {

// metric may be null: then there is no value.
Side summarize(const std::vector<Pass>& passes, const table::Column* metric);

}  // namespace gauntlet::orchestrator::diff
