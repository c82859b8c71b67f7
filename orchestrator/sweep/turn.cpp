#include "orchestrator/sweep/turn.h"

#include <utility>

#include "orchestrator/process/tree.h"
#include "orchestrator/run/make_row.h"
#include "orchestrator/run/parts/runner.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::steady_clock;

process::Launcher launcher_of_others(const process::Interrupt& interrupt) {
  return [fd = interrupt.fd()](const std::vector<std::string>& argv, const std::string& log) {
    return std::make_unique<process::Tree>(
        process::TreeOptions{.argv = argv, .log = log, .interrupt_fd = fd});
  };
}

run::Observed observe(const matrix::Scenario& scenario, std::uint64_t pass,
                      const Workshop& workshop, const Sidecar& sidecar) {
  sidecar.remove_logs(scenario, pass);  // of a run that was killed
  const auto start = steady_clock::now();
  run::Observed seen =
      run::parts::run_scenario(scenario, {.programs = workshop.programs,
                                          .launch = workshop.launch,
                                          .launch_others = launcher_of_others(workshop.interrupt),
                                          .root = workshop.files.root(scenario),
                                          .server_folder = workshop.files.server_folder(),
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
  if (!table::failed(row) && row.server_fail.value_or(0) == 0)
    sidecar.remove_logs(scenario, turn.pass);
  return Taken{std::move(row), std::move(seen)};
}

}  // namespace gauntlet::orchestrator::sweep
