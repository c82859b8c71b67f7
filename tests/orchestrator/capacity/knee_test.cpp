#include "orchestrator/capacity/knee.h"

#include <gtest/gtest.h>

#include <functional>

namespace gauntlet::orchestrator::capacity {
namespace {

std::vector<LoadLatency> sampled(const std::function<double(double)>& latency) {
  std::vector<LoadLatency> points;
  for (int load = 0; load <= 90; load += 10)
    points.push_back({static_cast<double>(load), latency(load)});
  return points;
}

TEST(Knee, IsWhereABrokenLineBreaks) {
  const auto points = sampled([](double load) { return load <= 60 ? 1 : 1 + (load - 60); });
  EXPECT_EQ(find_knee(points), 6u);
}

// Of 1 / (1 - x) on 0..0.9 the tangent is parallel to the chord where (1 - x)^2 = 0.1, at 0.684.
TEST(Knee, OfAQueueIsWhereTheTangentIsParallelToTheChord) {
  const auto points = sampled([](double load) { return 1 / (1 - load / 100); });
  EXPECT_EQ(find_knee(points), 7u);
}

TEST(Knee, DoesNotDependOnUnits) {
  auto points = sampled([](double load) { return 1 / (1 - load / 100); });
  for (LoadLatency& point : points) {
    point.load *= 1000;
    point.latency_s *= 1e-6;
  }
  EXPECT_EQ(find_knee(points), 7u);
}

TEST(Knee, IsMissingFromAStraightLine) {
  EXPECT_FALSE(find_knee(sampled([](double load) { return load; })));
}

TEST(Knee, IsMissingFromACurveThatFlattens) {
  EXPECT_FALSE(find_knee(sampled([](double load) { return 1 - 1 / (1 + load); })));
}

TEST(Knee, IsMissingWhereLatencyDoesNotRise) {
  EXPECT_FALSE(find_knee(sampled([](double) { return 1; })));
  EXPECT_FALSE(find_knee({}));
  EXPECT_FALSE(find_knee({{1, 1}, {2, 5}}));
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
