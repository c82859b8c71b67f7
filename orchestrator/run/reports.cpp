#include "orchestrator/run/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "orchestrator/run/make_row.h"

namespace gauntlet::orchestrator::run {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

contract::ClientReport parse_report(std::string_view line, const Place& place) {
  try {
    return contract::report_from_json(nlohmann::json::parse(line, nullptr, false));
  } catch (const Error& error) {
    throw Error(place, fmt::format("is no report of client_pool --json: {}", error.what()));
  }
}

}  // namespace

bool holds_reports(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first != std::string_view::npos && text[first] == '{';
}

std::vector<contract::ClientReport> parse_reports(std::string_view text, const std::string& file) {
  std::vector<contract::ClientReport> reports;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!is_blank(line)) reports.push_back(parse_report(line, {.file = file, .line = number}));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reports;
}

table::Table to_table(const std::vector<contract::ClientReport>& reports) {
  table::Table table{.settings = {"protocol"}};
  for (const contract::ClientReport& report : reports) {
    table.rows.push_back(row_of_report(report));
    table.rows.back().pass = table.rows.size();
  }
  return table;
}

TableOrReports read_table_or_reports(const std::string& file) {
  const std::string text = table::table_text(file);
  if (holds_reports(text)) return {to_table(parse_reports(text, file)), true};
  return {table::parse_table(text, file), false};
}

}  // namespace gauntlet::orchestrator::run
