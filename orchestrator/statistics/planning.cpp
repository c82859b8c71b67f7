#include "orchestrator/statistics/planning.h"

#include <algorithm>
#include <cmath>

#include "orchestrator/statistics/distributions.h"

namespace gauntlet::orchestrator::statistics {
namespace {

double quantile_of(const Hurdle& hurdle) {
  return normal_quantile(1 - hurdle.level / (2 * static_cast<double>(hurdle.rows)));
}

}  // namespace

double detectable_effect(double standard_error, const Hurdle& hurdle) {
  const double significant = (quantile_of(hurdle) + 0.84) * standard_error;
  const double relevant = std::log1p(hurdle.min_effect) + 2.49 * standard_error;
  return std::expm1(std::max(significant, relevant));
}

std::size_t passes_needed(double variance, double wanted_effect, const Hurdle& hurdle) {
  if (wanted_effect <= hurdle.min_effect) return 0;
  const double effect = std::log1p(wanted_effect);
  const double significant = (quantile_of(hurdle) + 1.645) / effect;
  const double relevant = 3.29 / (effect - std::log1p(hurdle.min_effect));
  const double most = std::max(significant, relevant);
  return static_cast<std::size_t>(std::max(2.0, std::ceil(2 * variance * most * most)));
}

}  // namespace gauntlet::orchestrator::statistics
