// What a search found: the highest load that meets the objective, and why it ended there. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "orchestrator/capacity/load.h"
#include "orchestrator/capacity/point.h"
#include "orchestrator/capacity/search.h"

namespace gauntlet::orchestrator::capacity {

// One run under one load.
struct Trial {
  double load = 0;
  table::Row row{};
  PointAnswer answer{};

  bool met() const { return answer.outcome == Outcome::kMet; }
  // Whether it says something of the server.
  bool counts() const {
    return answer.outcome != Outcome::kNotShown && answer.outcome != Outcome::kDisturbed;
  }
};

enum class Ending {
  kSlo,        // found: a higher load misses the objective
  kAxisEnd,    // the greatest load meets it
  kNeverMet,   // not even the least load does
  kGenerator,  // the clients gave out first
  kBudget,     // no time was left, or too many runs were needed
  kNotShown,   // the objective could not be judged
  kInterrupted,
};

struct Capacity {
  std::string subject{};
  std::vector<Trial> trials{};     // in the order in which they ran
  std::optional<double> met{};     // the capacity: the highest load at which the objective is met
  std::optional<double> missed{};  // the lowest load at which it is missed
  Ending ending = Ending::kSlo;
  std::string why{};  // one sentence
};

// Fills met, missed, ending and why from the search.
void conclude(Capacity& capacity, const Search& search);

// The last run under that load that met the objective, or that missed it; null without one.
const Trial* last_at(const Capacity& capacity, std::optional<double> load, bool met);

// What held the load back that was missed or, where none was, the highest one that was met; empty
// when it was not judged.
std::string limited_by(const Capacity& capacity);

// "slo", "axis_end", "never_met", "generator", "budget", "not_shown", "interrupted".
const char* name_of(Ending ending);

// 130, else 1 when an objective is never met, else 3 when a capacity is not known for certain
// (generator, budget, not_shown), else 0.
ExitCode exit_code(const std::vector<Capacity>& capacities);

// An aligned table for the terminal, a line for each capacity, with its end.
std::string describe(const std::vector<Capacity>& capacities, LoadAxis axis);

// The same as CSV, with every figure.
std::string to_csv(const std::vector<Capacity>& capacities, LoadAxis axis, const Slo& slo);

}  // namespace gauntlet::orchestrator::capacity
