// Cells -> how their response times are distributed: percentile curves, ready to be drawn.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::pictures {

// The rows of a few cells that say most: of each operation those of the smallest volume and the
// most clients, where the requests are many, and the first of all other settings but those that
// make lines.
table::Table telling_rows(const table::Table& table, const Cells& cells);

// A curve for each cell of the table, of all its passes together: from the histograms in the
// reports beside the table's file, or from the percentile columns where these are not there. The x
// axis is logarithmic in 1 / (1 - share), so that each tick is ten times as rare as the one before.
// Adds to notes what it leaves out.
Chart distribution_chart(const table::Table& table, const std::filesystem::path& file,
                         std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
