#include "orchestrator/statistics/median.h"

#include <algorithm>

namespace gauntlet::orchestrator::statistics {

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return values[middle - 1] + (values[middle] - values[middle - 1]) / 2;
}

}  // namespace gauntlet::orchestrator::statistics
