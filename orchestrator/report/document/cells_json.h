// The cells of a table as JSON, with what the settings do to them. Pure, but for the reports of the
// rows that it reads. docs/report.md explains the keys.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/report/percentiles.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::document {

// The axes that vary.
nlohmann::ordered_json axes_json(const Cells& cells);

// places of a cell are on those axes, rows are places in the table.
nlohmann::ordered_json cells_json(const table::Table& table, const Cells& cells);

// A line for each value of each axis that varies and each operation: the figures of the valid cells
// there.
nlohmann::ordered_json summaries_json(const table::Table& table, const Cells& cells);

// [share, seconds] of each, shares with more digits than other numbers have: one may be as close to
// 1 as one request in a billion.
nlohmann::ordered_json points_json(const std::vector<Percentile>& percentiles);

// How the response times of each cell are distributed.
nlohmann::ordered_json distributions_json(const table::Table& table, const Cells& cells,
                                          const std::filesystem::path& file);

}  // namespace gauntlet::orchestrator::report::document
