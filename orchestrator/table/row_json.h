// A row as JSON: every column by its name, settings as texts; what was not measured is null.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::table {

nlohmann::ordered_json to_json(const Row& row);

}  // namespace gauntlet::orchestrator::table
