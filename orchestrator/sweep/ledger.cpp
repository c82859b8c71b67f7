#include "orchestrator/sweep/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::sweep {
namespace {

void check_rows(const std::vector<table::Row>& rows, const Plan& plan, const std::string& file) {
  std::unordered_set<std::string> ids;
  for (const matrix::Scenario& scenario : scenarios_of_shard(plan)) ids.insert(scenario.id);
  const std::uint64_t most = plan.budget ? matrix::kMostPasses : plan.repeats.passes;
  std::set<std::pair<std::uint64_t, std::string>> done;  // pass and scenario
  for (const table::Row& row : rows) {
    const std::uint64_t pass = row.pass.value_or(0);
    const bool known = pass >= 1 && pass <= most && ids.contains(row.scenario);
    if (known && done.emplace(pass, row.scenario).second) continue;
    if (known)
      throw Error(
          {.file = file},
          fmt::format("has two rows of scenario '{}' in pass {}; remove one", row.scenario, pass));
    throw Error({.file = file},
                fmt::format("has a row of scenario '{}' in pass {}, which its sweep does not run; "
                            "start a new sweep",
                            row.scenario, pass));
  }
}

// The settings that a table of before need not have: those that are what they were then.
std::set<std::string> settings_as_ever(const Plan& plan) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < matrix::settings().size(); ++i) {
    const matrix::Setting& setting = matrix::settings()[i];
    const auto as_ever = [&](const matrix::Scenario& scenario) {
      return scenario.values[i].text == setting.initial;
    };
    if (std::all_of(plan.scenarios.begin(), plan.scenarios.end(), as_ever))
      names.emplace(setting.name);
  }
  return names;
}

TimesSetAside times_set_aside(const std::filesystem::path& file) {
  TimesSetAside times;
  if (!std::filesystem::exists(file)) return times;
  for (const table::Row& row : table::read_table(file).rows)
    ++times[{row.pass.value_or(0), row.scenario}];
  return times;
}

}  // namespace

std::vector<std::string> setting_columns() {
  std::vector<std::string> names;
  for (const matrix::Setting& setting : matrix::settings())
    if (!setting.required()) names.emplace_back(setting.name);
  return names;
}

Ledger new_ledger(Sidecar sidecar) {
  table::TableWriter table(sidecar.table(), setting_columns());
  return {std::move(sidecar), std::move(table)};
}

Ledger begin_ledger(const std::filesystem::path& results, const Plan& plan) {
  Sidecar sidecar = Sidecar::make_in(results);
  sidecar.write_plan(plan);
  return new_ledger(std::move(sidecar));
}

Ledger resume_ledger(const std::filesystem::path& file, const Plan& plan) {
  table::TableWriter table =
      table::TableWriter::reopen(file, setting_columns(), settings_as_ever(plan));
  std::vector<table::Row> rows = table::read_table(file).rows;
  check_rows(rows, plan, file.string());
  Sidecar sidecar = Sidecar::of(file);
  TimesSetAside times = times_set_aside(sidecar.rows_set_aside());
  return {std::move(sidecar), std::move(table), std::move(rows), std::move(times)};
}

}  // namespace gauntlet::orchestrator::sweep
