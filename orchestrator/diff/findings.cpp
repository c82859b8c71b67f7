#include "orchestrator/diff/findings.h"

#include "orchestrator/statistics/distributions.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr double kBound = 0.95;  // one-sided, of a 90% interval

}  // namespace

Change make_change(double value, double error, double degrees) {
  if (!(error > 0) || degrees <= 0) return {.value = value};
  const double reach = statistics::t_quantile(kBound, degrees) * error;
  return {value, error, degrees, value - reach, value + reach};
}

}  // namespace gauntlet::orchestrator::diff
