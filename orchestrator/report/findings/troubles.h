// What failed, and what is not to be trusted. Pure.
#pragma once

#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/finding.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// Each gives one finding or none.
Findings nothing_valid(const table::Table& table, const Cells& cells);  // no_valid_rows
Findings failures(const table::Table& table);    // failures: how many rows, and the first reasons
Findings doubts(const table::Table& table);      // doubts: the rows that are not valid, and why
Findings not_judged(const table::Table& table);  // not_judged: rows of which nobody knows
// passes: how much the passes of a cell differ; or that there is only one, so that nobody knows.
Findings scatter(const table::Table& table, const Cells& cells);

}  // namespace gauntlet::orchestrator::report::findings
