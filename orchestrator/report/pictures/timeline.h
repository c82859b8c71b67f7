// Cells -> how their rates went over the time of the run, with what was done to their servers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::pictures {

// The rows to whose servers something was done: those with a value of the setting events.
table::Table rows_with_events(const table::Table& table);

// The requests per second of each cell of the table, as medians over its passes with their range,
// from the timelines in the reports beside the table's file; each event of the first pass is
// marked. Adds to notes what it leaves out. A chart without panels has nothing to show.
Chart timeline_chart(const table::Table& table, const std::filesystem::path& file,
                     std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
