// The rows of a table that somebody asked for.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// Those of which all of this holds, in the words of --only: "mode=thread,volume=10|50". Settings
// that a table has no column for have their defaults. Throws Error (kBadInput) that names option
// and key, also when no row is left.
table::Table selected_rows(table::Table table, const std::vector<std::string>& only);

}  // namespace gauntlet::orchestrator::report
