#include "orchestrator/report/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/text_layout.h"
#include "base/units.h"
#include "orchestrator/report/trust.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {
namespace {

struct Group {
  std::size_t scenarios = 0;  // rows of the first pass
  std::size_t failed = 0;     // rows
  std::vector<double> rates{};
  std::vector<double> requests_per_s{};
  std::vector<double> p50_s{};
};

void add(Group& group, const table::Row& row) {
  if (row.pass.value_or(1) == 1) ++group.scenarios;
  if (failed(row)) {
    ++group.failed;
    return;
  }
  if (row.aggregate_Bps) group.rates.push_back(*row.aggregate_Bps);
  if (row.requests_per_s) group.requests_per_s.push_back(*row.requests_per_s);
  if (row.p50_s) group.p50_s.push_back(*row.p50_s);
}

// Empty in tables of before, which have no other than server_pool.
std::string server_of(const table::Row& row) {
  for (const auto& [name, value] : row.settings)
    if (name == "server") return value;
  return "";
}

bool has_several_servers(const table::Table& table) {
  const std::string first = server_of(table.rows.front());
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&first](const table::Row& row) { return server_of(row) != first; });
}

std::string show(std::optional<double> value, std::string (*format)(double)) {
  return value ? format(*value) : "-";
}

std::optional<double> best(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return *std::max_element(values.begin(), values.end());
}

std::string format_count(double value) { return fmt::format("{:.{}f}", value, value < 10 ? 2 : 0); }

}  // namespace

std::string summary(const table::Table& table) {
  if (table.rows.empty()) return {};
  const bool with_server = has_several_servers(table);
  std::map<std::pair<std::string, std::string>, Group> groups;
  for (const table::Row& row : table.rows)
    add(groups[{row.operation, with_server ? server_of(row) + ", " + row.mode : row.mode}], row);

  std::vector<TextRow> lines{{"operation", with_server ? "server, mode" : "mode", "scenarios",
                              "failed", "best rate", "median rate", "requests/s", "median p50"}};
  for (const auto& [key, group] : groups) {
    lines.push_back({key.first, key.second, fmt::format("{}", group.scenarios),
                     fmt::format("{}", group.failed), show(best(group.rates), format_rate),
                     show(statistics::median(group.rates), format_rate),
                     show(statistics::median(group.requests_per_s), format_count),
                     show(statistics::median(group.p50_s), format_seconds)});
  }
  return aligned(lines, "<<>>>>>>") + trust(table.rows);
}

}  // namespace gauntlet::orchestrator::report
