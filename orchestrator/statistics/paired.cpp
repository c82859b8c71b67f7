#include "orchestrator/statistics/paired.h"

#include <cmath>
#include <numeric>

#include "orchestrator/statistics/distributions.h"

namespace gauntlet::orchestrator::statistics {
namespace {

constexpr double kUpperTail = 0.975;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squares_about_mean(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

// What all groups with several values scatter by on average.
struct PooledVariance {
  double value = 0;
  double degrees = 0;
};

PooledVariance pooled_variance(const std::vector<std::vector<double>>& groups) {
  double squares = 0;
  PooledVariance pooled;
  for (const std::vector<double>& group : groups) {
    if (group.size() < 2) continue;
    squares += squares_about_mean(group);
    pooled.degrees += static_cast<double>(group.size() - 1);
  }
  if (pooled.degrees > 0) pooled.value = squares / pooled.degrees;
  return pooled;
}

}  // namespace

std::optional<MeanDifference> mean_difference(const std::vector<std::vector<double>>& groups) {
  const PooledVariance pooled = pooled_variance(groups);
  if (pooled.degrees <= 0) return std::nullopt;
  double sum = 0;
  double variance = 0;  // of the sum of the groups' means
  double of_degrees = 0;
  std::size_t count = 0;
  for (const std::vector<double>& group : groups) {
    if (group.empty()) continue;
    const auto size = static_cast<double>(group.size());
    const double degrees = group.size() > 1 ? size - 1 : pooled.degrees;
    const double own =
        (group.size() > 1 ? squares_about_mean(group) / degrees : pooled.value) / size;
    sum += mean_of(group);
    variance += own;
    of_degrees += own * own / degrees;
    ++count;
  }
  const double mean = sum / static_cast<double>(count);
  if (variance <= 0) return MeanDifference{mean, mean, mean};
  const double error = std::sqrt(variance) / static_cast<double>(count);
  const double reach = t_quantile(kUpperTail, variance * variance / of_degrees) * error;
  return MeanDifference{mean, mean - reach, mean + reach};
}

}  // namespace gauntlet::orchestrator::statistics
