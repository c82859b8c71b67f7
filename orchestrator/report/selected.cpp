#include "orchestrator/report/selected.h"

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
  std::vector<matrix::Scenario> scenarios;
  for (const table::Row& row : table.rows) scenarios.push_back(scenario_of(row));
  const std::vector<matrix::Filter> filters = matrix::parse_only(only, scenarios);
  std::vector<table::Row> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (matrix::matches(scenarios[i], filters)) rows.push_back(std::move(table.rows[i]));
  table.rows = std::move(rows);
  if (table.rows.empty()) throw Error(matrix::kNothingLeft);
  return table;
}

}  // namespace gauntlet::orchestrator::report
