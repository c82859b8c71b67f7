// How much a comparison could have found, and how many passes it takes to find more. Effects are
// shares: 0.1 is 10% worse.
#pragma once

#include <cstddef>

namespace gauntlet::orchestrator::statistics {

// What a finding must get past.
struct Hurdle {
  double level = 0.03;       // two-sided, over all rows together
  std::size_t rows = 1;      // how many share it
  double min_effect = 0.05;  // that the worse-side bound of the interval must be beyond
};

// The effect that is found 80% of the time at this standard error of the logarithm:
// exp(max((z + 0.84) SE, log(1 + min_effect) + 2.49 SE)) - 1, where z is the normal quantile at
// 1 - level / (2 rows); 0.84 is that at 80%, 2.49 those at 95% and 80% together.
double detectable_effect(double standard_error, const Hurdle& hurdle);

// The passes on each side that find the wanted effect 95% of the time, for a variance of the
// logarithms: ceil(2 s^2 max(((z + 1.645) / log(1 + D))^2, (3.29 / log((1 + D) / (1 + min)))^2)),
// at least 2. Nothing (0) finds an effect that is no greater than min_effect.
std::size_t passes_needed(double variance, double wanted_effect, const Hurdle& hurdle);

}  // namespace gauntlet::orchestrator::statistics
