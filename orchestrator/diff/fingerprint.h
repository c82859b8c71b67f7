// Whether two tables come from the same place, so that a change is the programs' doing.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/diff/pairing.h"

namespace gauntlet::orchestrator::diff {

// One sentence for each of machine, target, schema_version and scenario_hash that is not the same,
// row by row, on both sides; none when the tables may be compared. What is empty on both sides is
// the same; what is empty on one side is unknown there, which counts as another. The version may
// differ: that is what is compared.
std::vector<std::string> environment_differences(const PairedTables& tables);

}  // namespace gauntlet::orchestrator::diff
