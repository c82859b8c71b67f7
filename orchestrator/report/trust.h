// What limited the rows of a table, and how many of them can be believed, for people.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// "2 of 12 rows are not valid:" and an indented line for each word of the column doubt, the most
// frequent first, with what it means and what to change. Says nothing of rows that failed; empty
// where all others can be believed.
std::vector<std::string> distrust(const std::vector<table::Row>& rows);

// "limited by: 3 server_cpu, 9 none", then what distrust says. Empty for a table whose rows were
// not judged.
std::string trust(const std::vector<table::Row>& rows);

}  // namespace gauntlet::orchestrator::report
