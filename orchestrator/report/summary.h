// What the rows of a table say, in one screenful: for the terminal, or for a pull request.
#pragma once

#include <cstddef>
#include <string>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

enum class SummaryFormat { kNone, kText, kMarkdown };

// How many lines of figures a summary has at most where nobody says how high the screen is.
inline constexpr std::size_t kUsualSummaryLines = 40;

struct SummaryOptions {
  SummaryFormat format = SummaryFormat::kText;
  std::size_t most_lines = kUsualSummaryLines;  // of figures; but one for each operation
};

// How many rows there are, and how many are left out and why; then a line for each combination of
// the settings that vary (report/breakdown.h) with the figures of its valid rows: the best and the
// median rate, requests/s, p50 and p99, medians of the scenarios' medians over their passes, and
// how far these scatter; at last what limited the rows and which cannot be believed
// (report/trust.h). A figure that no row has has no column. Ends in a line break; empty for an
// empty table.
std::string summary(const table::Table& table, const SummaryOptions& options = {});

}  // namespace gauntlet::orchestrator::report
