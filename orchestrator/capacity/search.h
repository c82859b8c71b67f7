// Which load to try next, to find the highest one at which an objective is met. Pure: the caller
// runs the loads and says what came of them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>

namespace gauntlet::orchestrator::capacity {

// Loads are above 0, of whatever unit.
struct SearchOptions {
  double least = 1;  // no load below it is tried, and none above most
  double most = 1e6;
  double start = 100;       // the first one; clamped to the two
  double precision = 0.05;  // the interval's width at the end, as a part of its upper end; 0.01 up
  bool whole = false;       // only whole loads
  std::size_t quorum = 2;   // how many runs must agree on each end of the interval, at the end
  std::size_t most_runs = 80;
};

enum class SearchEnd {
  kRunning,
  kFound,     // both ends of the interval are known, and it is narrow enough
  kNeverMet,  // not even at the least load
  kAxisEnd,   // met at the greatest load
  kTooMany,   // most_runs were not enough
};

// From its start on the search doubles the load until the objective is missed (or halves it until
// it is met), then bisects. Runs may disagree, and a higher load may do better than a lower one:
// every load is judged by the majority of its runs, with a draw broken by one more; the interval's
// upper end is the lowest load that is missed, its lower end the highest load below that one that
// is met. Loads on the way are run once. When the interval is narrow enough its ends are run again
// until `quorum` runs agree, the upper end already when two loads above its half were met, since
// a miss by chance would else be approached in ever smaller steps; the search goes on where that
// turns an end over. It ends, since a load is run at most 2 quorum - 1 times and no load is tried
// outside of the interval.
class Search {
 public:
  explicit Search(const SearchOptions& options);

  // The load to run next; nothing when the search has ended.
  std::optional<double> next() const;
  void record(double load, bool met);

  SearchEnd end() const;

  // The interval, as far as it is known.
  std::optional<double> highest_met() const;
  std::optional<double> lowest_missed() const;

  // How many more runs it takes if none comes as a surprise.
  std::size_t expected_runs() const;

 private:
  struct Votes {
    std::size_t met = 0;
    std::size_t missed = 0;

    bool says_met() const { return met > missed; }
    bool is_draw() const { return met == missed; }
  };
  struct Decision {
    SearchEnd end = SearchEnd::kRunning;
    double load = 0;  // the next one, of kRunning
  };

  Decision decide() const;
  std::size_t met_below(double load) const;  // loads above half of it
  bool settled(double load) const;
  Decision confirmed(double load, SearchEnd end) const;
  double middle(double low, double high) const;
  bool narrow(double low, double high) const;

  SearchOptions options_;
  std::map<double, Votes> votes_{};  // by load
  std::size_t runs_ = 0;
};

}  // namespace gauntlet::orchestrator::capacity
