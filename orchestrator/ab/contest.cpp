#include "orchestrator/ab/contest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "orchestrator/ab/schedule.h"
#include "orchestrator/diff/show/figures.h"
#include "orchestrator/sweep/ledger.h"
#include "orchestrator/sweep/turn.h"

namespace gauntlet::orchestrator::ab {
namespace {

using std::chrono::steady_clock;

std::string name_of(const Build& build, const std::string& scenario) {
  return build.name + " " + scenario;
}

class Contest {
 public:
  Contest(const sweep::Plan& plan, const Stadium& stadium, const diff::CompareOptions& judging,
          Contestants& contestants, sweep::Progress& progress)
      : plan_(plan),
        stadium_(stadium),
        judging_(judging),
        sides_(contestants),
        progress_(progress) {}

  std::optional<diff::Comparison> run() {
    std::optional<diff::Comparison> verdict;
    while (upcoming_look() > passes_done() && !(verdict && decided(*verdict))) {
      if (!run_pass(passes_done() + 1)) {
        verdict.reset();
        break;
      }
      if (is_due()) verdict = look();
    }
    progress_.finish();
    return verdict;
  }

 private:
  std::uint64_t passes_done() const { return spent_.size(); }
  std::uint64_t upcoming_look() const {
    return next_look(spent_, plan_.repeats.passes, plan_.budget);
  }

  bool is_due() const {
    const bool is_look = std::find(kLooks.begin(), kLooks.end(), passes_done()) != kLooks.end();
    return is_look || upcoming_look() == passes_done();
  }

  // False when it was interrupted.
  bool run_pass(std::uint64_t pass) {
    const auto start = steady_clock::now();
    progress_.begin_pass(pass, std::max(pass, upcoming_look()));
    const std::vector<sweep::Turn> turns = sweep::turns_of(plan_, pass);
    const std::vector<bool> coins =
        base_first(plan_.scenarios.at(0).integer("seed"), pass, turns.size());
    for (std::size_t i = 0; i < turns.size(); ++i) {
      Contestant& first = coins[i] ? sides_.base : sides_.fresh;
      Contestant& second = coins[i] ? sides_.fresh : sides_.base;
      if (!run_turn(turns[i], first) || !run_turn(turns[i], second)) return false;
    }
    spent_.push_back(steady_clock::now() - start);
    return true;
  }

  bool run_turn(const sweep::Turn& turn, Contestant& side) {
    const matrix::Scenario& scenario = plan_.scenarios[turn.scenario];
    progress_.begin(name_of(side.build, scenario.id));
    const sweep::Workshop workshop{side.build.programs, stadium_.files, stadium_.interrupt,
                                   stadium_.launch};
    const sweep::Stamp stamp{.ab = sides_.id, .version = side.build.version};
    auto taken = sweep::take_turn(scenario, turn, workshop, side.sidecar, side.table, stamp);
    if (!taken) return false;
    taken->row.scenario = name_of(side.build, taken->row.scenario);
    progress_.end(taken->row);
    return true;
  }

  // From the files, so that `orchestrator diff` sees what is judged here.
  diff::Comparison look() {
    diff::Comparison verdict =
        diff::compare(table::read_table(sides_.base.table.file()),
                      table::read_table(sides_.fresh.table.file()), judging_);
    progress_.say(fmt::format("after {} {}: {}", passes_done(),
                              passes_done() == 1 ? "pass" : "passes",
                              diff::show::summary_line(verdict)));
    return verdict;
  }

  const sweep::Plan& plan_;
  const Stadium& stadium_;
  const diff::CompareOptions& judging_;
  Contestants& sides_;
  sweep::Progress& progress_;
  std::vector<Duration> spent_{};  // by pass
};

Contestant make_contestant(const std::filesystem::path& file, const Build& build) {
  sweep::Sidecar sidecar = sweep::Sidecar::make_for(file);
  table::TableWriter table(sidecar.table(), sweep::setting_columns());
  return {build, std::move(sidecar), std::move(table)};
}

}  // namespace

Contestants make_contestants(const std::filesystem::path& results, const Build& base,
                             const Build& fresh) {
  const std::string stem = "ab_" + timestamp_for_names(std::chrono::system_clock::now());
  const auto table = [&results](const std::string& id, const Build& build) {
    return results / fmt::format("{}_{}.csv", id, build.name);
  };
  std::string id = stem;
  for (int i = 2; std::filesystem::exists(table(id, base)); ++i) id = fmt::format("{}_{}", stem, i);
  return {id, make_contestant(table(id, base), base), make_contestant(table(id, fresh), fresh)};
}

std::vector<matrix::Scenario> scenarios_of_both(const std::vector<matrix::Scenario>& scenarios,
                                                const Contestants& contestants) {
  std::vector<matrix::Scenario> both;
  for (const Contestant* side : {&contestants.base, &contestants.fresh})
    for (matrix::Scenario scenario : scenarios) {
      scenario.id = name_of(side->build, scenario.id);
      both.push_back(std::move(scenario));
    }
  return both;
}

std::optional<diff::Comparison> contest(const sweep::Plan& plan, const Stadium& stadium,
                                        const diff::CompareOptions& judging,
                                        Contestants& contestants, sweep::Progress& progress) {
  return Contest(plan, stadium, judging, contestants, progress).run();
}

}  // namespace gauntlet::orchestrator::ab
