// A table's rows brought together by the settings that vary, in as many lines as there is room for.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// Rows with the same values of the settings that tell the lines apart.
struct SummaryLine {
  // For each setting of the breakdown its values in these rows, for people, in rising order.
  // Several where the setting is merged.
  std::vector<std::vector<std::string>> values{};
  // The rows, by the combination of all settings that vary: each is one scenario, in its passes.
  std::vector<std::vector<const table::Row*>> combinations{};

  std::size_t rows() const;
};

struct Breakdown {
  std::vector<std::string> settings{};  // the operation, and each other that varies in the table
  std::vector<std::string> merged{};    // those of them that do not tell lines apart
  std::vector<SummaryLine> lines{};     // in the order of their values
  std::size_t combinations = 0;         // of all lines
};

// A line for each combination of the settings that vary where they are not more than most_lines;
// else the settings for which there is no room are merged. There is a line for each operation in
// any case. The table outlives the result.
Breakdown break_down(const table::Table& table, std::size_t most_lines);

}  // namespace gauntlet::orchestrator::report
