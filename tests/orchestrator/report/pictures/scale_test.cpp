#include "orchestrator/report/pictures/scale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/report/pictures/grid.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(XAxis, PutsNumbersInTheDistancesOfTheirLogarithms) {
  const XAxis x =
      x_axis_of({.name = "rate", .values = {"1", "10", "1000"}, .numbers = {1, 10, 1000}});
  EXPECT_THAT(x.places, ElementsAre(0, 1, 3));
  EXPECT_EQ(x.title, "rate, requests/s");
  EXPECT_TRUE(x.joined);
}

TEST(XAxis, PutsNumbersSideBySideWhereOneIs0) {
  const XAxis x = x_axis_of({.name = "slots", .values = {"0", "4", "16"}, .numbers = {0, 4, 16}});
  EXPECT_THAT(x.places, ElementsAre(0, 1, 2));
}

TEST(XAxis, PutsTextsSideBySideWithoutJoiningThem) {
  const XAxis x = x_axis_of({.name = "congestion", .values = {"bbr", "cubic"}});
  EXPECT_THAT(x.ticks, ElementsAre("bbr", "cubic"));
  EXPECT_FALSE(x.joined);
}

TEST(XAxis, LeavesOutTicksThatHaveNoRoom) {
  XAxis x = x_axis_of({.name = "client_pool",
                       .values = {"1", "1000", "1001", "1002"},
                       .numbers = {1, 1000, 1001, 1002}});
  thin_out(x);
  EXPECT_THAT(x.ticks, ElementsAre("1", "1000", "", ""));
  x.low = x.places[1] - 0.0001;
  x.high = x.places[3] + 0.0001;
  x.ticks = {"1", "1000", "1001", "1002"};
  thin_out(x);
  EXPECT_THAT(x.ticks, ElementsAre("", "1000", "1001", "1002"));
}

TEST(XAxis, PutsTextsThatNeedItInTwoRows) {
  XAxis x = x_axis_of({.name = "balance",
                       .values = {"haproxy", "haproxy-leastconn", "kernel", "range", "redirect"}});
  EXPECT_EQ(x.tick_rows, 2U);
  thin_out(x);
  EXPECT_THAT(x.ticks, ElementsAre("haproxy", "haproxy-leastconn", "kernel", "range", "redirect"));
  EXPECT_EQ(x_axis_of({.name = "congestion", .values = {"bbr", "cubic"}}).tick_rows, 1U);
}

TEST(XAxis, CutsLongTexts) {
  XAxis x = x_axis_of(
      {.name = "server", .values = {std::string(90, 'a'), std::string(90, 'b'), "c", "d"}});
  thin_out(x);
  EXPECT_THAT(x.ticks, ElementsAre("aaaaaaaaaaaaaaa...", "bbbbbbbbbbbbbbb...", "c", "d"));
}

TEST(YRange, OfNothingIsStillAnAxis) { EXPECT_LT(y_range_of({}, 10).low, y_range_of({}, 10).high); }

TEST(YRange, OfRatiosIsAlikeOnBothSidesOfOne) {
  const YRange range = y_range_of({.low = 0.3, .high = 1.5}, 2);
  EXPECT_EQ(range.low, 0.25);
  EXPECT_EQ(range.high, 4);
}

std::vector<std::pair<std::size_t, std::size_t>> places_of(const std::vector<std::size_t>& counts) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (const GridPlace& place : grid_of(counts).places)
    places.emplace_back(place.row, place.column);
  return places;
}

TEST(Grid, BeginsARowForEachOperationWithSeveralPanels) {
  EXPECT_THAT(places_of({2, 1}), ElementsAre(Pair(0, 0), Pair(0, 1), Pair(1, 0)));
}

TEST(Grid, PutsOperationsOfOnePanelSideBySide) {
  EXPECT_THAT(places_of({1, 1, 1, 1}), ElementsAre(Pair(0, 0), Pair(0, 1), Pair(0, 2), Pair(1, 0)));
}

TEST(Grid, PutsManyPanelsOfAnOperationInSeveralRows) {
  EXPECT_EQ(grid_of({6, 6}).columns, 3U);
  EXPECT_EQ(grid_of({6, 6}).places.back().row, 3U);
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
