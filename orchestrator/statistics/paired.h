// The mean of differences that were measured in pairs, with its interval.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace gauntlet::orchestrator::statistics {

struct MeanDifference {
  double mean = 0;
  double low = 0;  // of the two-sided 95% interval
  double high = 0;
};

// Over several groups, each with its differences in some passes: the mean of the groups' means.
// Its variance is that of each group among its own passes, with Satterthwaite's degrees of freedom
// for a sum of variances, so groups may differ from each other as they like; groups with a single
// pass count for the mean, and are taken to scatter as the others do. Nothing where no group has
// two passes.
std::optional<MeanDifference> mean_difference(const std::vector<std::vector<double>>& groups);

}  // namespace gauntlet::orchestrator::statistics
