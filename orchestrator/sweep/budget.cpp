#include "orchestrator/sweep/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace gauntlet::orchestrator::sweep {
namespace {

constexpr double kAssumedVariation = 0.05;

Duration seconds(double value) { return Duration(std::llround(value * 1e9)); }

// The square of the coefficient of variation; nothing for a single value.
std::optional<double> squared_variation(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / (n - 1) / (mean * mean);
}

}  // namespace

std::uint64_t passes_that_fit(Duration budget, const std::vector<Duration>& passes) {
  if (passes.empty()) return 1;
  const Duration longest = std::max(*std::max_element(passes.begin(), passes.end()), Duration(1));
  const Duration left = budget - std::accumulate(passes.begin(), passes.end(), Duration{});
  const auto more = static_cast<std::uint64_t>(std::max(left, Duration{}) / longest);
  return std::min(passes.size() + more, matrix::kMostPasses);
}

PassCount::PassCount(const Plan& plan, const std::vector<table::Row>& earlier)
    : asked_(plan.repeats.passes), budget_(plan.budget) {
  for (const table::Row& row : earlier)
    spend(row.pass.value_or(1), seconds(row.total_s.value_or(0)));
}

void PassCount::spend(std::uint64_t pass, Duration time) {
  if (spent_.size() < pass) spent_.resize(pass);
  spent_[pass - 1] += time;
}

std::uint64_t PassCount::planned() const {
  return budget_ ? passes_that_fit(*budget_, spent_) : asked_;
}

std::optional<double> measured_variation(const std::vector<table::Row>& rows) {
  std::map<std::string, std::vector<double>> means;
  for (const table::Row& row : rows)
    if (!table::failed(row) && row.avg_time_s) means[row.scenario].push_back(*row.avg_time_s);
  double sum = 0;
  std::size_t scenarios = 0;
  for (const auto& [id, values] : means) {
    const auto squared = squared_variation(values);
    if (!squared) continue;
    sum += *squared;
    ++scenarios;
  }
  if (scenarios == 0) return std::nullopt;
  return std::sqrt(sum / static_cast<double>(scenarios));
}

double detectable_difference(double variation, std::uint64_t passes) {
  constexpr double kQuantiles = 2.8;  // 1.96 + 0.84
  return kQuantiles * variation * std::sqrt(2.0 / static_cast<double>(passes));
}

std::string describe_power(std::optional<double> variation, std::uint64_t passes) {
  const double value = variation.value_or(kAssumedVariation);
  return fmt::format("can tell apart means that differ by {:.1f}% ({} {:.1f}% from pass to pass)",
                     100 * detectable_difference(value, passes),
                     variation ? "they vary by" : "assuming that they vary by", 100 * value);
}

}  // namespace gauntlet::orchestrator::sweep
