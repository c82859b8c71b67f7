// Scenarios -> what the kernel knew of their connections over the time of the run: congestion made
// visible.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::pictures {

// The first pass of each scenario that asks for the picture: those whose setting tcp is draw.
table::Table rows_to_draw_tcp_of(const table::Table& table);

// Congestion window, bytes in flight, round trip time and throughput of a row, from the samples and
// the report beside the table's file. A point on the line of the window says that segments were
// sent again then. A chart without panels has nothing to show; notes say why.
Chart tcp_chart(const table::Row& row, const std::filesystem::path& file,
                std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
