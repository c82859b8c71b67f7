// What held the rows back. Pure.
#pragma once

#include "orchestrator/report/findings/finding.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// kind limits: how many of the valid rows each word of limited_by limited, the most frequent
// one with what it means. A warning where that is the clients' or a proxy's own CPU time: then the
// rates say little of the server.
Findings limiting(const table::Table& table);

}  // namespace gauntlet::orchestrator::report::findings
