// A counter over time, read off at any moment.
#pragma once

#include <cstdint>
#include <vector>

namespace gauntlet::orchestrator::limits {

class Series {
 public:
  // In the order of time.
  void add(std::int64_t time_ns, double value) { points_.push_back({time_ns, value}); }

  bool empty() const { return points_.empty(); }

  // In proportion between two points; before the first and after the last, the counter stands
  // still. 0 without points.
  double at(std::int64_t time_ns) const;

  // From begin to end; 0 for a counter that fell, since its owner began anew.
  double increase(std::int64_t begin_ns, std::int64_t end_ns) const;

 private:
  struct Point {
    std::int64_t time_ns;
    double value;
  };
  std::vector<Point> points_{};
};

}  // namespace gauntlet::orchestrator::limits
