// One row with all that is kept of it, for a page of its own.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report::document {

// {"row": its columns, "distribution": {"requests":..,"points":[[share, seconds],..]} or null,
//  "course": {"points":[[time_s, requests_per_s, bytes_per_s, mean response time or null],..],
//             "events":[{"at_s":..,"what":..},..]} or null,
//  "report": what the programs said and what was sampled (results/README.md), or null}
// table: the file beside which the reports stand.
nlohmann::ordered_json row_document(const table::Row& row, const std::filesystem::path& table);

}  // namespace gauntlet::orchestrator::report::document
