#include "orchestrator/capacity/knee.h"

namespace gauntlet::orchestrator::capacity {

std::optional<std::size_t> find_knee(const std::vector<LoadLatency>& points) {
  constexpr double kLeastBend = 0.1;
  if (points.size() < 3) return std::nullopt;
  const LoadLatency& first = points.front();
  const double width = points.back().load - first.load;
  const double height = points.back().latency_s - first.latency_s;
  if (width <= 0 || height <= 0) return std::nullopt;
  std::optional<std::size_t> knee;
  double farthest = kLeastBend;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const double below =
        (points[i].load - first.load) / width - (points[i].latency_s - first.latency_s) / height;
    if (below < farthest) continue;
    farthest = below;
    knee = i;
  }
  return knee;
}

}  // namespace gauntlet::orchestrator::capacity
