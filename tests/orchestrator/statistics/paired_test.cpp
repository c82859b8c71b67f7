#include "orchestrator/statistics/paired.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::statistics {
namespace {

TEST(MeanDifference, OfOneGroupIsStudentsInterval) {
  // t.test(c(1, 2, 3, 6))$conf.int in R: -0.43743, 6.43743
  const auto found = mean_difference({{1, 2, 3, 6}});
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->mean, 3);
  EXPECT_NEAR(found->low, -0.43743, 1e-4);
  EXPECT_NEAR(found->high, 6.43743, 1e-4);
}

TEST(MeanDifference, DoesNotCountHowMuchGroupsDiffer) {
  const auto found = mean_difference({{1, 1.2}, {101, 101.2}});
  EXPECT_NEAR(found->mean, 51.1, 1e-9);
  EXPECT_LT(found->high - found->low, 1);
}

TEST(MeanDifference, TakesAGroupOfOneToScatterAsTheOthers) {
  const auto found = mean_difference({{1, 3}, {2}});
  EXPECT_DOUBLE_EQ(found->mean, 2);
  EXPECT_LT(found->low, 2);
}

TEST(MeanDifference, IsSureWhereNothingScatters) {
  const auto found = mean_difference({{2, 2}, {}});
  EXPECT_EQ(found->low, 2);
  EXPECT_EQ(found->high, 2);
}

TEST(MeanDifference, IsNothingWithoutTwoPasses) {
  EXPECT_FALSE(mean_difference({{1}, {2}}));
  EXPECT_FALSE(mean_difference({}));
}

}  // namespace
}  // namespace gauntlet::orchestrator::statistics
