// Empirical Bayes: many rows with few samples each lend each other their scatter. G. K. Smyth,
// "Linear models and empirical Bayes methods for assessing differential expression", 2004; the
// same as fitFDist and squeezeVar of R's limma without covariate, trend and robustness.
#pragma once

#include <vector>

namespace gauntlet::orchestrator::statistics {

struct Variance {
  double value = 0;
  double degrees = 0;  // of freedom; 0: nothing is known of this row
};

// What the table says of a row's variance before the row is looked at: a scaled inverse chi-squared
// distribution about `value`, worth `degrees` degrees of freedom: infinity when all rows scatter
// alike, 0 when there are fewer than three rows to learn from.
Variance common_variance(const std::vector<Variance>& rows);

// The row's variance, drawn towards the common one; its degrees are the sum of both.
Variance squeezed(const Variance& row, const Variance& common);

}  // namespace gauntlet::orchestrator::statistics
