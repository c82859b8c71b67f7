#include "orchestrator/sweep/sweep.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/sweep/budget.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::steady_clock;

class Sweep {
 public:
  Sweep(const Plan& plan, const Side& side, Campaign& campaign)
      : plan_(plan), side_(side), campaign_(campaign), passes_(plan, side.ledger.earlier) {
    for (const table::Row& row : side.ledger.earlier) {
      done_.emplace(row.pass.value_or(1), row.scenario);
      count(row);
    }
  }

  SweepResult run() {
    for (std::uint64_t pass = 1; pass <= passes_.planned() && !result_.interrupted; ++pass)
      run_pass(pass);
    result_.passes = passes_.planned();
    return result_;
  }

 private:
  void run_pass(std::uint64_t pass) {
    const auto start = steady_clock::now();
    const std::uint64_t planned = passes_.planned();
    for (const Turn& turn : turns_of(plan_, pass)) {
      const matrix::Scenario& scenario = plan_.scenarios[turn.scenario];
      if (done_.contains({pass, scenario.id})) continue;
      const auto finished = campaign_.run(side_, scenario, turn, planned);
      result_.interrupted = !finished;
      if (!finished) return;
      count(finished->row);
    }
    passes_.spend(pass, steady_clock::now() - start);
    if (plan_.budget) announce(pass);
  }

  void count(const table::Row& row) {
    ++result_.rows;
    if (table::failed(row)) ++result_.failed;
  }

  void announce(std::uint64_t pass) {
    const std::uint64_t planned = passes_.planned();
    if (std::exchange(announced_, planned) == planned) return;
    const std::vector<table::Row> rows = table::read_table(side_.ledger.table.file()).rows;
    campaign_.say(fmt::format(
        "pass {}: {} into {} and {}", pass, counted(planned, "pass fits", "passes fit"),
        format_duration(*plan_.budget), describe_power(measured_variation(rows), planned)));
  }

  const Plan& plan_;
  const Side& side_;
  Campaign& campaign_;
  PassCount passes_;
  std::set<std::pair<std::uint64_t, std::string>> done_{};  // pass and scenario
  std::uint64_t announced_ = 0;
  SweepResult result_{};
};

}  // namespace

SweepResult sweep(const Plan& plan, const Side& side, Campaign& campaign) {
  return Sweep(plan, side, campaign).run();
}

}  // namespace gauntlet::orchestrator::sweep
