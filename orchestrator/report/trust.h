// What limited the rows of a table, and how many of them can be believed, for people.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// "limited by: 3 server_cpu, 9 none" and "2 of 12 rows are not valid ...", a line each; the second
// quotes the most frequent reason. Empty for a table whose rows were not judged.
std::string trust(const std::vector<table::Row>& rows);

}  // namespace gauntlet::orchestrator::report
