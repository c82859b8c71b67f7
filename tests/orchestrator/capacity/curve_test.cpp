#include "orchestrator/capacity/curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "orchestrator/report/pictures/plots.h"
#include "tests/orchestrator/capacity/made_trials.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using testing::HasSubstr;

const Slo& slo() {
  static const Slo slo = parse_slo("p99 < 50ms, host_busy < 90%");
  return slo;
}

// The message of a failed drawing; empty when it went well.
std::string drawn(const std::optional<report::pictures::Drawing>& drawing) {
  if (!drawing) return "nothing to draw";
  std::string folder = testing::TempDir() + "curve_XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return "no folder";
  const report::pictures::PlotResult result = report::pictures::draw_pictures({*drawing}, folder);
  std::filesystem::remove_all(folder);
  return result.failure;
}

TEST(Curve, HasAPointForEachLoadInTheirOrder) {
  const auto curve = curve_of(made_capacity());
  ASSERT_EQ(curve.size(), 4u);
  EXPECT_EQ(curve[1].load, 200);
  EXPECT_EQ(curve[1].runs, 2u);
  EXPECT_EQ(curve[1].met, 2u);
  EXPECT_DOUBLE_EQ(*curve[1].p99_s, 0.025);
  EXPECT_EQ(curve[2].load, 210);
  EXPECT_EQ(curve[2].met, 0u);
  EXPECT_EQ(curve[2].limited_by, limits::kLimitWorkers);
}

TEST(Curve, LeavesOutRunsThatSayNothingOfTheServer) {
  Capacity capacity = made_capacity();
  capacity.trials[0].answer.outcome = Outcome::kNotShown;
  capacity.trials[1].answer.outcome = Outcome::kDisturbed;
  const auto curve = curve_of(capacity);
  ASSERT_EQ(curve.size(), 3u);
  EXPECT_EQ(curve[0].load, 200);
  EXPECT_EQ(curve[0].runs, 1u);
}

TEST(Curve, HasItsKneeWhereTheTailRises) { EXPECT_EQ(knee_of(curve_of(made_capacity())), 200); }

TEST(Curve, TakesTheMedianForItsKneeWhereATailIsMissing) {
  Capacity capacity = made_capacity();
  capacity.trials[0].row.p99_s.reset();
  EXPECT_EQ(knee_of(curve_of(capacity)), 200);
}

TEST(Curve, IsALineOfATableForEachLoad) {
  Capacity capacity = made_capacity();
  capacity.trials[0].row.p50_s.reset();
  EXPECT_THAT(curve_csv(curve_of(capacity)), HasSubstr("\n100,1,1,,0.01,100,0,pace\n200,2,2,"));
}

TEST(Curve, IsDrawn) {
  EXPECT_EQ(drawn(draw_curve("curve", made_capacity(), LoadAxis::kRate, slo())), "");
}

TEST(Curve, IsDrawnWithoutCapacityKneeOrBound) {
  Capacity capacity{.subject = "it's `one`"};
  capacity.trials = {made_trial(100, 0.01, Outcome::kMissed)};
  EXPECT_EQ(drawn(draw_curve("one", capacity, LoadAxis::kClients, parse_slo("host_busy < 1"))), "");
}

TEST(Curve, MarksTheBoundsOnResponseTimesOnly) {
  const auto drawing = draw_curve("curve", made_capacity(), LoadAxis::kRate, slo());
  EXPECT_THAT(drawing->script, HasSubstr("array bound[2] = [NaN, 50]\n"));
  EXPECT_THAT(drawing->script, HasSubstr("array bound_name[2] = ['', 'p99 < 50ms']\n"));
  EXPECT_THAT(drawing->script, HasSubstr("capacity = 200\nknee = 200\n"));
}

TEST(Curve, IsNotDrawnWithoutALatency) {
  Capacity capacity;
  capacity.trials = {{.load = 100}};
  EXPECT_FALSE(draw_curve("none", capacity, LoadAxis::kRate, slo()));
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
