// Which cell of each operation was the fastest, and which the slowest. Pure.
#pragma once

#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/finding.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// kinds fastest and slowest; of an operation with one sound cell only: rate. Says how many others
// have passes within the range of the fastest cell's: those may be as fast.
Findings extremes(const table::Table& table, const Cells& cells);

}  // namespace gauntlet::orchestrator::report::findings
