#include "orchestrator/limits/series.h"

#include <algorithm>

namespace gauntlet::orchestrator::limits {

double Series::at(std::int64_t time_ns) const {
  const auto next = std::find_if(points_.begin(), points_.end(), [time_ns](const Point& point) {
    return point.time_ns >= time_ns;
  });
  if (points_.empty()) return 0;
  if (next == points_.end()) return points_.back().value;
  if (next == points_.begin()) return next->value;
  const Point& before = *(next - 1);
  const double way = static_cast<double>(time_ns - before.time_ns) /
                     static_cast<double>(next->time_ns - before.time_ns);
  return before.value + way * (next->value - before.value);
}

double Series::increase(std::int64_t begin_ns, std::int64_t end_ns) const {
  return std::max(0.0, at(end_ns) - at(begin_ns));
}

}  // namespace gauntlet::orchestrator::limits
