// What a table says, in words: rules, of which each says something or nothing. Pure.
#pragma once

#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/finding.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// In the order in which they are to be read. Rows that failed or are not valid carry no claim: they
// are only counted. docs/report.md lists the kinds.
Findings findings_of(const table::Table& table, const Cells& cells);

nlohmann::ordered_json to_json(const Findings& findings);

}  // namespace gauntlet::orchestrator::report::findings
