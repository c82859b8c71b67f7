// What limited the rows of a table, and how many of them can be believed, for people.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// How many rows that did not fail have a word of the column doubt, the most frequent first. Those
// that are not valid without one are counted under an empty word.
struct DoubtCount {
  std::string word{};
  std::size_t rows = 0;
  std::string meaning{};  // and what to change
};
std::vector<DoubtCount> count_doubts(const std::vector<table::Row>& rows);

// "2 of 12 rows are not valid:" and an indented line for each word of the column doubt, the most
// frequent first, with what it means and what to change. Says nothing of rows that failed; empty
// where all others can be believed.
std::vector<std::string> distrust(const std::vector<table::Row>& rows);

// "3 of 12 rows are not valid since other programs used the CPUs, most of all cc1plus (21% of the
// host), ninja (1.4%)", on average over these rows; empty where no row's note names such programs.
std::string disturbers(const std::vector<table::Row>& rows);
// The programs alone: "cc1plus (21% of the host), ninja (1.4%)".
std::string describe_disturbers(const std::vector<table::Row>& rows);

// "limited by: 3 server_cpu, 9 none", then what distrust says. Empty for a table whose rows were
// not judged.
std::string trust(const std::vector<table::Row>& rows);

}  // namespace gauntlet::orchestrator::report
