#include "orchestrator/sweep/turn.h"

#include <utility>

#include "orchestrator/run/make_row.h"
#include "orchestrator/run/runner.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::steady_clock;

run::Observed observe(const matrix::Scenario& scenario, std::uint64_t pass,
                      const Workshop& workshop, const Sidecar& sidecar) {
  sidecar.remove_logs(scenario, pass);  // of a run that was killed
  const auto start = steady_clock::now();
  run::Observed seen = run::run_scenario(scenario, {.programs = workshop.programs,
                                                    .launch = workshop.launch,
                                                    .root = workshop.files.root(scenario),
                                                    .logs = sidecar.logs(scenario, pass),
                                                    .on_sample = workshop.on_sample});
  workshop.files.clean(scenario);
  seen.total_s = to_seconds(steady_clock::now() - start);
  return seen;
}

}  // namespace

std::optional<Taken> take_turn(const matrix::Scenario& scenario, const Turn& turn,
                               const Workshop& workshop, const Sidecar& sidecar,
                               table::TableWriter& table, const Stamp& stamp) {
  if (workshop.interrupt.raised()) return std::nullopt;
  run::Observed seen = observe(scenario, turn.pass, workshop, sidecar);
  if (seen.interrupted) return std::nullopt;
  table::Row row = run::make_row(scenario, seen);
  row.pass = turn.pass;
  row.position = turn.position;
  row.ab = stamp.ab;
  if (!stamp.version.empty()) row.version = stamp.version;
  sidecar.write_report(scenario, turn.pass, seen);
  table.write(row);
  if (!table::failed(row) && row.server_fail == 0U) sidecar.remove_logs(scenario, turn.pass);
  return Taken{std::move(row), std::move(seen)};
}

}  // namespace gauntlet::orchestrator::sweep
