#include "orchestrator/sweep/budget.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::seconds;

table::Row row(const char* scenario, std::uint64_t pass, double avg_time_s, double total_s = 1) {
  table::Row row;
  row.scenario = scenario;
  row.pass = pass;
  row.status = table::kStatusOk;
  row.avg_time_s = avg_time_s;
  row.total_s = total_s;
  return row;
}

TEST(Budget, HoldsOnePassAtLeast) {
  EXPECT_EQ(passes_that_fit(seconds(10), {}), 1u);
  EXPECT_EQ(passes_that_fit(seconds(10), {seconds(60)}), 1u);
}

TEST(Budget, HoldsAsManyPassesAsTakeNoLonger) {
  EXPECT_EQ(passes_that_fit(seconds(60), {seconds(20)}), 3u);
  EXPECT_EQ(passes_that_fit(seconds(59), {seconds(20)}), 2u);
}

TEST(Budget, CountsWithTheLongestPassSoFar) {
  EXPECT_EQ(passes_that_fit(seconds(60), {seconds(20), seconds(10)}), 3u);
  EXPECT_EQ(passes_that_fit(seconds(60), {seconds(10), seconds(30)}), 2u);
}

TEST(Budget, NeverTakesBackAPassThatHasBeen) {
  EXPECT_EQ(passes_that_fit(seconds(60), {seconds(20), seconds(50)}), 2u);
}

TEST(Budget, HoldsNoMorePassesThanASweepMayHave) {
  EXPECT_EQ(passes_that_fit(std::chrono::hours(1000), {Duration(1)}), matrix::kMostPasses);
}

TEST(PassCount, IsThePlannedOneWithoutABudget) {
  PassCount passes({.repeats = {.passes = 3}}, {});
  passes.spend(1, seconds(1000));
  EXPECT_EQ(passes.planned(), 3u);
}

TEST(PassCount, FollowsTheBudgetInstead) {
  PassCount passes({.repeats = {.passes = 3}, .budget = seconds(60)}, {});
  EXPECT_EQ(passes.planned(), 1u);
  passes.spend(1, seconds(10));
  EXPECT_EQ(passes.planned(), 6u);
}

TEST(PassCount, HasSpentWhatTheRowsOfAResumedSweepTook) {
  PassCount passes({.budget = seconds(60)},
                   {row("a", 1, 1, 8), row("b", 1, 1, 8), row("a", 2, 1, 8)});
  passes.spend(2, seconds(8));
  EXPECT_EQ(passes.planned(), 3u);
}

TEST(Variation, IsUnknownBeforeAScenarioRanTwice) {
  EXPECT_FALSE(measured_variation({}).has_value());
  EXPECT_FALSE(measured_variation({row("a", 1, 1), row("b", 1, 2)}).has_value());
}

// 9 and 11: mean 10, variance 2, squared variation 0.02. 20 and 20: 0. Root of their mean: 0.1.
TEST(Variation, IsThatOfAllScenariosTogether) {
  const auto variation =
      measured_variation({row("a", 1, 9), row("b", 1, 20), row("a", 2, 11), row("b", 2, 20)});
  EXPECT_DOUBLE_EQ(variation.value(), 0.1);
}

TEST(Variation, LeavesOutWhatFailed) {
  table::Row bad = row("a", 3, 1000);
  bad.status = "failed";
  EXPECT_DOUBLE_EQ(measured_variation({row("a", 1, 10), row("a", 2, 10), bad}).value(), 0);
}

// 2.8 * 0.05 * sqrt(2 / 8) = 0.07.
TEST(DetectableDifference, ShrinksWithTheRootOfThePasses) {
  EXPECT_DOUBLE_EQ(detectable_difference(0.05, 8), 0.07);
  EXPECT_DOUBLE_EQ(detectable_difference(0.05, 32), 0.035);
}

TEST(DetectableDifference, SaysWhetherTheVariationIsMeasured) {
  EXPECT_EQ(
      describe_power(std::nullopt, 8),
      "can tell apart means that differ by 7.0% (assuming that they vary by 5.0% from pass to "
      "pass)");
  EXPECT_EQ(describe_power(0.1, 8),
            "can tell apart means that differ by 14.0% (they vary by 10.0% from pass to pass)");
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
