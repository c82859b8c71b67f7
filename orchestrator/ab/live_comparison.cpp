#include "orchestrator/ab/live_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/ab/schedule.h"
#include "orchestrator/diff/show/figures.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::ab {
namespace {

using std::chrono::steady_clock;

class LiveComparison {
 public:
  LiveComparison(const sweep::Plan& plan, const diff::CompareOptions& judging, const Sides& sides,
                 sweep::Campaign& campaign)
      : plan_(plan), judging_(judging), sides_(sides), campaign_(campaign) {}

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
    for (std::size_t i = 0; i < turns.size(); ++i) {
      const sweep::Side& first = coins[i] ? sides_.base : sides_.fresh;
      const sweep::Side& second = coins[i] ? sides_.fresh : sides_.base;
      for (const sweep::Side* side : {&first, &second})
        if (!campaign_.run(*side, plan_.scenarios[turns[i].scenario], turns[i], passes))
          return false;
    }
    spent_.push_back(steady_clock::now() - start);
    return true;
  }

  // From the files, so that `orchestrator diff` sees what is judged here.
  diff::Comparison look() {
    diff::Comparison verdict =
        diff::compare(table::read_table(sides_.base.ledger.table.file()),
                      table::read_table(sides_.fresh.ledger.table.file()), judging_);
    campaign_.say(fmt::format("after {} {}: {}", passes_done(),
                              passes_done() == 1 ? "pass" : "passes",
                              diff::show::summary_line(verdict)));
    return verdict;
  }

  const sweep::Plan& plan_;
  const diff::CompareOptions& judging_;
  const Sides& sides_;
  sweep::Campaign& campaign_;
  std::vector<Duration> spent_{};  // by pass
};

sweep::Side make_side(const Build& build, const std::string& id, sweep::Sidecar sidecar) {
  return {.name = build.name,
          .programs = build.programs,
          .version = build.version,
          .comparison_id = id,
          .ledger = sweep::new_ledger(std::move(sidecar))};
}

}  // namespace

Sides make_sides(const std::filesystem::path& results, const Build& base, const Build& fresh) {
  const std::string ending = "_" + base.name;
  sweep::Sidecar of_base = sweep::Sidecar::make_in(results, "ab", ending);
  std::string id = of_base.folder().filename().string();
  id.resize(id.size() - ending.size());
  sweep::Sidecar of_fresh =
      sweep::Sidecar::make_for(results / fmt::format("{}_{}.csv", id, fresh.name));
  return {make_side(base, id, std::move(of_base)), make_side(fresh, id, std::move(of_fresh))};
}

std::optional<diff::Comparison> compare_live(const sweep::Plan& plan,
                                             const diff::CompareOptions& judging,
                                             const Sides& sides, sweep::Campaign& campaign) {
  return LiveComparison(plan, judging, sides, campaign).run();
}

}  // namespace gauntlet::orchestrator::ab
