#include "orchestrator/sweep/sweep.h"

#include "orchestrator/matrix/settings.h"
#include "orchestrator/sweep/runner.h"

namespace gauntlet::orchestrator {
namespace {

using std::chrono::steady_clock;

Observed observe(const Scenario& scenario, const Workshop& shop) {
  const auto start = steady_clock::now();
  Observed seen = run_scenario(scenario, shop.programs, shop.files.root(scenario),
                               shop.sidecar.logs(scenario), shop.launch);
  shop.files.clean(scenario);
  seen.total_s = to_seconds(steady_clock::now() - start);
  return seen;
}

}  // namespace

std::vector<std::string> setting_columns() {
  std::vector<std::string> names;
  for (const Setting& setting : settings())
    if (!setting.required()) names.emplace_back(setting.name);
  return names;
}

SweepResult sweep(const std::vector<Scenario>& scenarios, const Workshop& shop, TableWriter& table,
                  Progress& progress) {
  SweepResult result;
  for (const Scenario& scenario : scenarios) {
    result.interrupted = shop.interrupt.raised();
    if (result.interrupted) break;
    progress.begin(scenario.id);
    const Observed seen = observe(scenario, shop);
    result.interrupted = seen.interrupted;
    if (result.interrupted) break;
    const Row row = make_row(scenario, seen);
    table.write(row);
    shop.sidecar.write_report(scenario, seen);
    if (!failed(row) && row.server_fail == 0U) shop.sidecar.remove_logs(scenario);
    ++result.rows;
    if (failed(row)) ++result.failed;
    progress.end(row);
  }
  progress.finish();
  return result;
}

}  // namespace gauntlet::orchestrator
