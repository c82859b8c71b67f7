#include "orchestrator/diff/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "orchestrator/statistics/robust.h"
#include "tests/orchestrator/diff/simulation.h"

namespace gauntlet::orchestrator::diff {
namespace {

std::vector<statistics::RowPair> drawn(const World& world = {}, std::uint64_t seed = 11) {
  Chance chance(seed);
  return draw_pair(world, chance);
}

std::vector<statistics::RowPair> swapped(std::vector<statistics::RowPair> rows) {
  for (statistics::RowPair& row : rows) std::swap(row.base, row.fresh);
  return rows;
}

Finding opposite(Finding finding) {
  if (finding == Finding::kRegression) return Finding::kImprovement;
  return finding == Finding::kImprovement ? Finding::kRegression : finding;
}

TEST(Judge, FindsTheOneRowThatIsSlower) {
  auto rows = drawn();
  slow_down(rows[42], 0.25);
  const Judgement result = judge(rows, {}, {});
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(result.rows[i].finding == Finding::kRegression, i == 42) << i;
}

TEST(Judge, FlipsEverySignAndFindingWhenTheSidesAreSwapped) {
  for (const bool paired : {false, true}) {
    auto rows = drawn({.noise = Noise::kOutliers});
    slow_down(rows[42], 0.25);
    JudgeOptions options;
    options.paired = paired;
    const auto slices = slices_of_the_matrix();
    const Judgement there = judge(rows, slices, options);
    const Judgement back = judge(swapped(rows), slices, options);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_NEAR(there.rows[i].change.value, -back.rows[i].change.value, 1e-12);
      EXPECT_NEAR(there.rows[i].change.low, -back.rows[i].change.high, 1e-12);
      EXPECT_EQ(there.rows[i].finding, opposite(back.rows[i].finding));
    }
    for (std::size_t i = 0; i < slices.size(); ++i)
      EXPECT_EQ(there.slices[i].finding, opposite(back.slices[i].finding));
  }
}

TEST(Judge, CallsSmallChangesWithNarrowIntervalsEquivalent) {
  const Judgement result = judge(drawn({.cv = 0.01}), {}, {});
  for (const RowJudgement& row : result.rows) EXPECT_EQ(row.finding, Finding::kEquivalent);
}

TEST(Judge, CallsTooLittleDataInconclusive) {
  const Judgement result = judge(drawn({.passes = 2, .cv = 0.2}), {}, {});
  for (const RowJudgement& row : result.rows) EXPECT_NE(row.finding, Finding::kEquivalent);
}

TEST(Judge, SaysNothingOfSinglePasses) {
  const Judgement result = judge(drawn({.passes = 1}), {}, {});
  for (const RowJudgement& row : result.rows) {
    EXPECT_EQ(row.finding, Finding::kInconclusive);
    EXPECT_TRUE(std::isinf(row.detectable));
  }
}

TEST(Judge, NeverTakesLessScatterThanTheRowsOwn) {
  for (const RowJudgement& row : judge(drawn({.noise = Noise::kLogNormal}), {}, {}).rows)
    EXPECT_GE(row.variance, row.own.value);
}

TEST(Judge, IsMoreCautiousWhereRunsDiffer) {
  auto rows = drawn();
  const double before = judge(rows, {}, {}).rows[0].change.error;
  for (statistics::RowPair& row : rows) row.tau2 = 0.02 * 0.02;
  const double after = judge(rows, {}, {}).rows[0].change.error;
  EXPECT_NEAR(after * after, before * before + 2 * 0.02 * 0.02, 1e-12);
}

TEST(Judge, TakesTheWholeTablesShiftOffWhenCalibrated) {
  auto rows = drawn();
  for (statistics::RowPair& row : rows) slow_down(row, 0.20);
  JudgeOptions options;
  options.calibrated = true;
  const Judgement result = judge(rows, {}, options);
  EXPECT_NEAR(result.shift, std::log(1.2), 0.01);
  for (const RowJudgement& row : result.rows) EXPECT_EQ(row.finding, Finding::kEquivalent);
}

TEST(Judge, TakesAQuarterOfTheLevelsForOneLookOfFour) {
  auto rows = drawn({.passes = 5, .cv = 0.08});
  JudgeOptions options;
  options.share_of_levels = 0.25;
  EXPECT_GT(judge(rows, {}, options).rows[0].detectable, judge(rows, {}, {}).rows[0].detectable);
}

TEST(Slices, AreFoundWhereNoRowIsByItself) {
  for (const bool paired : {false, true}) {
    auto rows = drawn({.noise = Noise::kDrift, .paired = paired});
    const auto slices = slices_of_the_matrix();
    for (const std::size_t row : slices[1].rows) slow_down(rows[row], 0.03);
    JudgeOptions options;
    options.paired = paired;
    const Judgement result = judge(rows, slices, options);
    EXPECT_EQ(result.slices[1].finding, Finding::kRegression);
    EXPECT_EQ(result.slices[0].finding, Finding::kInconclusive);
    for (const RowJudgement& row : result.rows) EXPECT_NE(row.finding, Finding::kRegression);
  }
}

TEST(Slices, ThatShareRowsWithAWorseOneAreExplainedByIt) {
  for (const bool paired : {false, true}) {
    auto rows = drawn({.paired = paired});
    auto slices = slices_of_the_matrix();
    statistics::Slice third{"third", {}};  // across all others
    for (std::size_t row = 0; row < rows.size(); row += 3) third.rows.push_back(row);
    for (const std::size_t row : third.rows) slow_down(rows[row], 0.15);
    slices.push_back(third);
    slices.push_back({"first", {0, 3, 6, 7, 8}});
    JudgeOptions options;
    options.paired = paired;
    const auto judged = judge(rows, slices, options).slices;
    for (const SliceJudgement& slice : judged)
      EXPECT_EQ(slice.finding == Finding::kRegression, slice.name == "third") << slice.name;
    EXPECT_EQ(judged.back().explained_by, "third");
  }
}

TEST(Slices, AreNotBlamedForTheHostsShift) {
  auto rows = drawn();
  for (statistics::RowPair& row : rows) slow_down(row, 0.03);
  for (const SliceJudgement& slice : judge(rows, slices_of_the_matrix(), {}).slices)
    EXPECT_EQ(slice.finding, Finding::kInconclusive) << slice.name;
}

TEST(Slices, AreNotBlamedForWhatTheRestGained) {
  auto rows = drawn();
  const auto slices = slices_of_the_matrix();
  for (const std::size_t row : slices[1].rows) slow_down(rows[row], -0.05);
  const Judgement result = judge(rows, slices, {});
  EXPECT_EQ(result.slices[0].finding, Finding::kInconclusive);
  EXPECT_EQ(result.slices[1].finding, Finding::kImprovement);
}

TEST(Slices, DoNotMindPassesInWhichARowIsMissing) {
  auto rows = drawn({.cv = 0.001});
  const auto slices = slices_of_the_matrix();
  for (std::size_t i = 0; i < rows.size(); ++i) {  // each row on a level of its own
    for (statistics::Sample& sample : rows[i].base) sample.slowness += static_cast<double>(i);
    for (statistics::Sample& sample : rows[i].fresh) sample.slowness += static_cast<double>(i);
  }
  rows.back().fresh.pop_back();
  rows.back().base.erase(rows.back().base.begin());
  for (const SliceJudgement& slice : judge(rows, slices, {}).slices)
    EXPECT_EQ(slice.finding, Finding::kInconclusive);
}

TEST(Slices, OfTheWholeTableHaveNothingToBeHeldAgainst) {
  const auto rows = drawn();
  statistics::Slice all{"all", {}};
  for (std::size_t i = 0; i < rows.size(); ++i) all.rows.push_back(i);
  const Judgement result = judge(rows, {all, {"none", {}}}, {});
  EXPECT_EQ(result.slices[0].finding, Finding::kInconclusive);
  EXPECT_EQ(result.slices[1].finding, Finding::kInconclusive);
}

TEST(Drift, OfAPassIsTakenOff) {
  auto rows = drawn({.cv = 0.001});
  for (statistics::RowPair& row : rows) row.fresh[3].slowness += 0.5;
  statistics::take_off_drift(rows, false);
  for (const statistics::RowPair& row : rows) EXPECT_NEAR(row.fresh[3].slowness, 0, 0.02);
}

TEST(Drift, IsSharedByPairedSides) {
  auto rows = drawn({.cv = 0.001});
  for (statistics::RowPair& row : rows) {
    row.base[3].slowness += 0.5;
    row.fresh[3].slowness += 0.5;
  }
  statistics::take_off_drift(rows, true);
  for (const statistics::RowPair& row : rows) {
    EXPECT_NEAR(row.base[3].slowness, 0, 0.02);
    EXPECT_NEAR(row.fresh[3].slowness, 0, 0.02);
  }
}

TEST(Drift, CannotBeToldFromScatterInFewRows) {
  auto rows = drawn();
  rows.resize(statistics::kLeastRowsForDrift - 1);
  const double before = rows[0].base[0].slowness;
  statistics::take_off_drift(rows, false);
  EXPECT_EQ(rows[0].base[0].slowness, before);
}

TEST(Outliers, ArePulledIn) {
  auto rows = drawn({.cv = 0.01});
  rows[0].fresh[3].slowness = 5;
  statistics::pull_in_outliers(rows);
  EXPECT_LT(rows[0].fresh[3].slowness, 0.1);
}

TEST(Outliers, AreFewOfASidesValues) {
  auto rows = drawn({.passes = 5, .cv = 0.01});
  for (const std::size_t pass : {0u, 1u, 2u}) rows[0].fresh[pass].slowness = 0.3;
  statistics::pull_in_outliers(rows);
  EXPECT_LT(rows[0].fresh[3].slowness, 0.1);
  EXPECT_NE(judge(rows, {}, {}).rows[0].finding, Finding::kRegression);
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
