#include "orchestrator/sweep/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "orchestrator/sweep/budget.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::steady_clock;

class Sweep {
 public:
  Sweep(const Plan& plan, const Workshop& shop, Ledger& ledger, Progress& progress)
      : plan_(plan),
        shop_(shop),
        ledger_(ledger),
        progress_(progress),
        passes_(plan, ledger.earlier) {
    for (const table::Row& row : ledger.earlier) {
      done_.emplace(row.pass.value_or(1), row.scenario);
      count(row);
    }
  }

  SweepResult run() {
    for (std::uint64_t pass = 1; pass <= passes_.planned() && !result_.interrupted; ++pass) {
      progress_.begin_pass(pass, passes_.planned());
      run_pass(pass);
    }
    result_.passes = passes_.planned();
    progress_.finish();
    return result_;
  }

 private:
  void run_pass(std::uint64_t pass) {
    const auto start = steady_clock::now();
    for (const Turn& turn : turns_of(plan_, pass)) {
      if (done_.contains({pass, plan_.scenarios[turn.scenario].id})) continue;
      run_turn(turn);
      if (result_.interrupted) return;
    }
    passes_.spend(pass, steady_clock::now() - start);
    if (plan_.budget) announce(pass);
  }

  void run_turn(const Turn& turn) {
    const matrix::Scenario& scenario = plan_.scenarios[turn.scenario];
    progress_.begin(scenario.id);
    const auto taken = take_turn(scenario, turn, shop_, ledger_.sidecar, ledger_.table);
    result_.interrupted = !taken;
    if (!taken) return;
    count(taken->row);
    progress_.end(taken->row);
  }

  void count(const table::Row& row) {
    ++result_.rows;
    if (table::failed(row)) ++result_.failed;
  }

  void announce(std::uint64_t pass) {
    const std::uint64_t planned = passes_.planned();
    if (std::exchange(announced_, planned) == planned) return;
    progress_.say(fmt::format(
        "pass {}: {} {} {} into {} and {}", pass, planned, planned == 1 ? "pass" : "passes",
        planned == 1 ? "fits" : "fit", format_duration(*plan_.budget),
        describe_power(measured_variation(table::read_table(ledger_.table.file()).rows), planned)));
  }

  const Plan& plan_;
  const Workshop& shop_;
  Ledger& ledger_;
  Progress& progress_;
  PassCount passes_;
  std::set<std::pair<std::uint64_t, std::string>> done_{};  // pass and scenario
  std::uint64_t announced_ = 0;
  SweepResult result_{};
};

}  // namespace

SweepResult sweep(const Plan& plan, const Workshop& workshop, Ledger& ledger, Progress& progress) {
  return Sweep(plan, workshop, ledger, progress).run();
}

}  // namespace gauntlet::orchestrator::sweep
