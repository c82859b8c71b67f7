#include "orchestrator/report/selected.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/error.h"
#include "orchestrator/matrix/selection.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::report {
namespace {

std::string text_of(const table::Row& row, const std::map<std::string, std::string>& settings,
                    const matrix::Setting& setting) {
  const std::string name(setting.name);
  if (const auto found = settings.find(name); found != settings.end()) return found->second;
  // Only the settings that must be given are columns of every table.
  const table::Column* const column = setting.required() ? table::find_column(name) : nullptr;
  return column != nullptr ? to_text(row, *column) : std::string(setting.initial);
}

// A row as the scenario that it is a result of.
matrix::Scenario scenario_of(const table::Row& row) {
  matrix::Scenario scenario{.id = row.scenario};
  const std::map<std::string, std::string> settings(row.settings.begin(), row.settings.end());
  for (const matrix::Setting& setting : matrix::settings()) {
    const std::string text = text_of(row, settings, setting);
    scenario.values.push_back({contract::canonical_value(setting, text).value_or(text)});
  }
  return scenario;
}

}  // namespace

table::Table selected_rows(table::Table table, const std::vector<std::string>& only) {
  if (only.empty()) return table;
  const std::vector<matrix::Filter> filters = matrix::parse_only(only);
  std::erase_if(table.rows, [&filters](const table::Row& row) {
    return !matrix::matches(scenario_of(row), filters);
  });
  if (table.rows.empty())
    throw Error(fmt::format("--only: no row of the table has {}; name values that it has",
                            fmt::join(only, ",")));
  return table;
}

}  // namespace gauntlet::orchestrator::report
