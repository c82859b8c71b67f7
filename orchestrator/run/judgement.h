// What limited a scenario and whether to believe it, as columns of its row.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/run/observed.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::run {

// Fills server_demand to doubt, and gives the sentences for the note: the figures that decided what
// limited it, and each reason not to believe the row. seen has a report.
std::vector<std::string> judge(table::Row& row, const Observed& seen);

}  // namespace gauntlet::orchestrator::run
