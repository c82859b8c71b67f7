// What was seen of a scenario -> its row. Each function fills the columns of one source of
// table/columns.h.
#pragma once

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::run {

// Of clients that ran by themselves: what only orchestrator knows is empty, and protocol is the one
// setting.
table::Row row_of_report(const contract::ClientReport& report);

table::Row make_row(const matrix::Scenario& scenario, const Observed& seen);

}  // namespace gauntlet::orchestrator::run
