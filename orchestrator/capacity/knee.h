// Where a curve of latency against load begins to rise steeply. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace gauntlet::orchestrator::capacity {

struct LoadLatency {
  double load = 0;
  double latency_s = 0;
};

// The point of the curve that is farthest below its chord, with both axes normalised to 0..1: the
// knee as V. Satopaa, J. Albrecht, D. Irwin and B. Raghavan define it ("Capacity a 'Kneedle' in a
// Haystack: Detecting Knee Points in System Behavior", ICDCS Workshops 2011), for a convex, rising
// curve, without smoothing. points are in the order of their load. Nothing below three points, and
// where the curve bends by less than a tenth of its height.
std::optional<std::size_t> find_knee(const std::vector<LoadLatency>& points);

}  // namespace gauntlet::orchestrator::capacity
