// How many passes a sweep has, and what they can tell apart. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/sweep/plan.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::sweep {

// The passes that have been, and as many more as fit into the rest of the budget when each takes as
// long as the longest so far; at least 1, and kMostPasses at most.
std::uint64_t passes_that_fit(Duration budget, const std::vector<Duration>& passes);

// Counts the passes of a sweep: those that are planned, or, under a budget, those that fit into it
// at the pace so far. Ask before each pass: none is begun that would overshoot the budget.
class PassCount {
 public:
  // earlier: the rows that are there when a sweep is resumed; they have taken what their total_s
  // say.
  PassCount(const Plan& plan, const std::vector<table::Row>& earlier);

  // Adds to what a pass has taken.
  void spend(std::uint64_t pass, Duration time);

  std::uint64_t planned() const;

 private:
  std::uint64_t asked_;
  std::optional<Duration> budget_;
  std::vector<Duration> spent_{};  // by pass
};

// By how much a scenario's mean response time varies from pass to pass: the root of the mean of the
// squared coefficients of variation of all scenarios. Nothing before a scenario succeeded twice.
std::optional<double> measured_variation(const std::vector<table::Row>& rows);

// "can tell apart means that differ by 7.9% (they vary by 5.0% from pass to pass)": what a
// comparison of two tables of so many passes finds in four of five cases, by the normal
// approximation: 2.8 * variation * sqrt(2 / passes), where 2.8 is the sum of the normal quantiles
// of a two-sided level of 5% (1.96) and of a power of 80% (0.84). Assumes a variation of 5% until
// it is measured.
double detectable_difference(double variation, std::uint64_t passes);
std::string describe_power(std::optional<double> variation, std::uint64_t passes);

}  // namespace gauntlet::orchestrator::sweep
