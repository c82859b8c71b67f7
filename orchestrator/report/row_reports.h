// The reports of rows, which stand in the folder beside their table (sweep/sidecar.h).
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// Nothing when it is not there or is no JSON, when its row's name leads into another folder, or
// when there is no table's file.
std::optional<nlohmann::json> read_report(const table::Row& row,
                                          const std::filesystem::path& table);

}  // namespace gauntlet::orchestrator::report
