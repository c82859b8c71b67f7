#include "orchestrator/ab/live_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/ab/schedule.h"
#include "orchestrator/diff/show/figures.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::ab {
namespace {

using std::chrono::steady_clock;

// Whether the server of a side came up, and if not, why.
struct Starts {
  bool any = false;
  std::string failure{};  // of the first run in which it did not
};

class LiveComparison {
 public:
  LiveComparison(const Trial& trial, const diff::CompareOptions& judging, const Sides& sides,
                 sweep::Campaign& campaign)
      : plan_(trial.plan),
        fresh_(trial.fresh),
        judging_(judging),
        sides_(sides),
        campaign_(campaign) {}

  std::optional<diff::Comparison> run() {
    std::optional<diff::Comparison> verdict;
    while (upcoming_look() > passes_done() && !(verdict && decided(*verdict))) {
      if (!run_pass(passes_done() + 1)) return std::nullopt;
      if (is_due()) verdict = look();
    }
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
    const std::uint64_t passes = std::max(pass, upcoming_look());
    const std::vector<sweep::Turn> turns = sweep::turns_of(plan_, pass);
    const std::vector<bool> coins =
        base_first(plan_.scenarios.at(0).integer("seed"), pass, turns.size());
    for (std::size_t i = 0; i < turns.size(); ++i)
      for (const bool is_base : {bool(coins[i]), !coins[i]})
        if (!run_side(is_base, turns[i], passes)) return false;
    spent_.push_back(steady_clock::now() - start);
    if (pass == 1) refuse_what_never_starts();
    return true;
  }

  bool run_side(bool is_base, const sweep::Turn& turn, std::uint64_t passes) {
    const std::vector<matrix::Scenario>& scenarios = is_base ? plan_.scenarios : fresh_;
    const auto result =
        campaign_.run(is_base ? sides_.base : sides_.fresh, scenarios[turn.scenario], turn, passes);
    if (!result) return false;
    Starts& starts = is_base ? base_starts_ : fresh_starts_;
    const bool came_up = !result->seen.client_argv.empty();
    starts.any = starts.any || came_up;
    if (!came_up && starts.failure.empty()) starts.failure = result->row.note;
    return true;
  }

  // Of a server that comes up in no scenario nothing was measured, so that there is nothing to
  // judge.
  void refuse_what_never_starts() const {
    for (const bool is_base : {true, false}) {
      const Starts& starts = is_base ? base_starts_ : fresh_starts_;
      if (starts.any) continue;
      throw Error(fmt::format("--{}: its server came up in no scenario: {}",
                              (is_base ? sides_.base : sides_.fresh).name, starts.failure),
                  ExitCode::kUnable);
    }
  }

  // From the files, so that `orchestrator diff` sees what is judged here.
  diff::Comparison look() {
    diff::Comparison verdict =
        diff::compare(table::read_table(sides_.base.ledger.table.file()),
                      table::read_table(sides_.fresh.ledger.table.file()), judging_);
    campaign_.say(fmt::format("after {}: {}", counted(passes_done(), "pass", "passes"),
                              diff::show::summary_line(verdict)));
    return verdict;
  }

  const sweep::Plan& plan_;
  const std::vector<matrix::Scenario>& fresh_;
  const diff::CompareOptions& judging_;
  const Sides& sides_;
  sweep::Campaign& campaign_;
  std::vector<Duration> spent_{};  // by pass
  Starts base_starts_{};
  Starts fresh_starts_{};
};

sweep::Side make_side(const Build& build, const std::string& id, sweep::Sidecar sidecar) {
  return {.name = build.name,
          .programs = build.programs,
          .version = build.version,
          .comparison_id = id,
          .ledger = sweep::new_ledger(std::move(sidecar))};
}

}  // namespace

namespace {

// The settings in which the two differ somewhere.
std::set<std::size_t> differing(const std::vector<matrix::Scenario>& base,
                                const std::vector<matrix::Scenario>& fresh) {
  std::set<std::size_t> settings;
  for (std::size_t i = 0; i < base.size(); ++i)
    for (std::size_t setting = 0; setting < base[i].values.size(); ++setting)
      if (base[i].values[setting].text != fresh[i].values[setting].text) settings.insert(setting);
  return settings;
}

bool is_constant(const std::vector<matrix::Scenario>& scenarios, std::size_t setting) {
  return std::all_of(scenarios.begin(), scenarios.end(), [&](const matrix::Scenario& scenario) {
    return scenario.values[setting].text == scenarios.front().values[setting].text;
  });
}

}  // namespace

Trial make_trial(sweep::Plan base, sweep::Plan fresh) {
  if (base.scenarios.size() != fresh.scenarios.size())
    throw Error(fmt::format(
        "--base-set, --new-set: they leave {} scenarios of the base and {} of the new side, which "
        "do not belong together; give a value on both sides to a setting that the file varies",
        base.scenarios.size(), fresh.scenarios.size()));
  for (const std::size_t setting : differing(base.scenarios, fresh.scenarios)) {
    const std::string name(matrix::settings()[setting].name);
    if (name == "operation")
      throw Error("--base-set, --new-set: both sides must run the same operations; compare others");
    if (!is_constant(base.scenarios, setting) || !is_constant(fresh.scenarios, setting))
      throw Error(fmt::format(
          "--base-set, --new-set: the file varies {}, so give it a value on both sides", name));
  }
  return {std::move(base), std::move(fresh.scenarios)};
}

Sides make_sides(const std::filesystem::path& results, const Build& base, const Build& fresh) {
  const std::string ending = "_" + base.name;
  sweep::Sidecar of_base = sweep::Sidecar::make_in(results, "ab", ending);
  std::string id = of_base.folder().filename().string();
  id.resize(id.size() - ending.size());
  sweep::Sidecar of_fresh =
      sweep::Sidecar::make_for(results / fmt::format("{}_{}.csv", id, fresh.name));
  return {make_side(base, id, std::move(of_base)), make_side(fresh, id, std::move(of_fresh))};
}

std::optional<diff::Comparison> compare_live(const Trial& trial,
                                             const diff::CompareOptions& judging,
                                             const Sides& sides, sweep::Campaign& campaign) {
  return LiveComparison(trial, judging, sides, campaign).run();
}

}  // namespace gauntlet::orchestrator::ab
