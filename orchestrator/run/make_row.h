// What was seen of a scenario -> its row. Each function fills the columns of one source of
// table/columns.h.
#pragma once

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::run {

table::Row make_row(const matrix::Scenario& scenario, const Observed& seen);

}  // namespace gauntlet::orchestrator::run
