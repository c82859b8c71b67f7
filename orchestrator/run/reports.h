// Files of what client_pool --json writes: runs of one program, without an orchestrator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/client_report.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::run {

// Whether a file holds reports, and not a table.
bool holds_reports(std::string_view text);

// One a line. Throws Error (kBadInput) that names file and line.
std::vector<contract::ClientReport> parse_reports(std::string_view text, const std::string& file);

// A row for each, which are passes of the same scenario where they are of the same load. Columns
// that the clients cannot know are empty, server_pool is 0.
table::Table to_table(const std::vector<contract::ClientReport>& reports);

// A file of either kind as a table. It is read once, since it may be a pipe. Throws Error
// (kBadInput).
struct TableOrReports {
  table::Table table{};
  bool of_reports = false;
};
TableOrReports read_table_or_reports(const std::string& file);

}  // namespace gauntlet::orchestrator::run
