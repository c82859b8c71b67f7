// One side of a row in a few figures.
#pragma once

#include <vector>

#include "orchestrator/diff/comparison.h"
#include "orchestrator/diff/pairing.h"

namespace gauntlet::orchestrator {

// metric may be null: then there is no value.
Side summarize(const std::vector<Pass>& passes, const Column* metric);

}  // namespace gauntlet::orchestrator
