#include "orchestrator/limits/series.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::limits {
namespace {

Series made_series() {
  Series series;
  series.add(100, 1);
  series.add(200, 3);
  series.add(400, 4);
  return series;
}

TEST(Series, IsReadOffInProportion) {
  EXPECT_DOUBLE_EQ(made_series().at(150), 2);
  EXPECT_DOUBLE_EQ(made_series().at(300), 3.5);
}

TEST(Series, HasTheValueOfAPointAtThatPoint) { EXPECT_DOUBLE_EQ(made_series().at(200), 3); }

TEST(Series, StandsStillBeyondItsEnds) {
  EXPECT_DOUBLE_EQ(made_series().at(0), 1);
  EXPECT_DOUBLE_EQ(made_series().at(500), 4);
}

TEST(Series, IsNothingWithoutPoints) { EXPECT_DOUBLE_EQ(Series().at(5), 0); }

TEST(Series, IncreasesFromBeginToEnd) { EXPECT_DOUBLE_EQ(made_series().increase(150, 300), 1.5); }

TEST(Series, NeverDecreases) {
  Series series;
  series.add(0, 9);
  series.add(10, 1);
  EXPECT_DOUBLE_EQ(series.increase(0, 10), 0);
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
