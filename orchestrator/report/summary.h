// The table of a sweep by operation, for the terminal.
#pragma once

#include <string>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// Aligned lines, one for each operation and mode: scenarios, failed ones, and of the others the
// best and the median rate and the median response time; then what limited them and whether to
// believe them (report/trust.h). Ends in a line break; empty for an empty table.
std::string summary(const table::Table& table);

}  // namespace gauntlet::orchestrator::report
