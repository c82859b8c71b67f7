// Two tables -> verdicts: everything that is printed about a comparison, and its exit code.
#pragma once

#include "orchestrator/diff/verdicts.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::diff {

// Throws Error: kBadInput for a table without rows, kUnable when the tables come from different
// environments.
Comparison compare(const table::Table& base, const table::Table& fresh,
                   const CompareOptions& options);

}  // namespace gauntlet::orchestrator::diff
