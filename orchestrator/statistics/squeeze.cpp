#include "orchestrator/statistics/squeeze.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "orchestrator/statistics/distributions.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::statistics {
namespace {

constexpr std::size_t kLeastToSqueeze = 3;
constexpr double kLeastShare = 1e-5;  // of the median: smaller variances are raised to it

// The x of which trigamma is y, by Newton's method on 1 / trigamma, which is nearly linear.
double inverse_trigamma(double y) {
  if (y > 1e7) return 1 / std::sqrt(y);
  if (y < 1e-6) return 1 / y;
  double x = 0.5 + 1 / y;
  for (int i = 0; i < 50; ++i) {
    const double now = trigamma(x);
    const double step = now * (1 - now / y) / tetragamma(x);
    x += step;
    if (-step / x < 1e-8) break;
  }
  return x;
}

std::vector<Variance> known(const std::vector<Variance>& rows) {
  std::vector<Variance> with;
  std::vector<double> values;
  for (const Variance& row : rows) {
    if (row.degrees <= 0) continue;
    with.push_back(row);
    values.push_back(row.value);
  }
  const double middle = median(std::move(values)).value_or(0);
  for (Variance& row : with)
    row.value = std::max(row.value, kLeastShare * (middle > 0 ? middle : 1));
  return with;
}

}  // namespace

Variance common_variance(const std::vector<Variance>& rows) {
  const std::vector<Variance> with = known(rows);
  if (with.size() < kLeastToSqueeze) return {};
  const auto count = static_cast<double>(with.size());
  std::vector<double> logs;  // of the variances, freed of the bias of their logarithm
  double mean_log = 0;
  double mean_value = 0;
  double expected = 0;  // how much they scatter though their true variances be the same
  for (const Variance& row : with) {
    logs.push_back(std::log(row.value) - digamma(row.degrees / 2) + std::log(row.degrees / 2));
    mean_log += logs.back() / count;
    mean_value += row.value / count;
    expected += trigamma(row.degrees / 2) / count;
  }
  double excess = -expected;
  for (const double log : logs) excess += (log - mean_log) * (log - mean_log) / (count - 1);
  if (excess <= 0) return {mean_value, std::numeric_limits<double>::infinity()};
  const double degrees = 2 * inverse_trigamma(excess);
  return {std::exp(mean_log + digamma(degrees / 2) - std::log(degrees / 2)), degrees};
}

Variance squeezed(const Variance& row, const Variance& common) {
  const double degrees = row.degrees + common.degrees;
  if (std::isinf(common.degrees)) return {common.value, degrees};
  if (degrees <= 0) return {};
  return {(row.degrees * row.value + common.degrees * common.value) / degrees, degrees};
}

}  // namespace gauntlet::orchestrator::statistics
