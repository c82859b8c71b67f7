#include "orchestrator/report/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/statistics/median.h"
#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

using testing::SizeIs;

table::Row get_row(double aggregate_Bps) {
  table::Row row = made_row("get", "thread", 10, 5, 1);
  row.aggregate_Bps = aggregate_Bps;
  return row;
}

const Cell& only_cell(const Cells& cells) {
  EXPECT_THAT(cells.cells, SizeIs(1));
  return cells.cells.begin()->second;
}

TEST(Median, IsTheMiddleValue) { EXPECT_EQ(statistics::median({3, 1, 2}), 2); }
TEST(Median, IsHalfwayBetweenTwoMiddleValues) { EXPECT_EQ(statistics::median({4, 1, 3, 2}), 2.5); }
TEST(Median, OfNothingIsNothing) { EXPECT_EQ(statistics::median({}), std::nullopt); }

TEST(Cells, AreOneForEachPointOfTheMatrix) {
  EXPECT_THAT(to_cells(made_table()).cells, SizeIs(162));
}

TEST(Cells, HoldTheMedianOfTheirRowsAndTheirRange) {
  table::Table table;
  for (const double mib : {5.0, 1.0, 3.0}) table.rows.push_back(get_row(mib * 1024 * 1024));
  EXPECT_EQ(only_cell(to_cells(table)).rate, (Figure{.middle = 3, .low = 1, .high = 5}));
}

TEST(Cells, LeaveFailedRowsOut) {
  table::Table table{{}, {get_row(1024 * 1024), get_row(9e9)}, {}};
  table.rows[1].status = "failed";
  EXPECT_EQ(only_cell(to_cells(table)).rate->middle, 1);
}

TEST(Cells, HaveNothingWhenAllTheirRowsFailed) {
  table::Table table{{}, {get_row(1)}, {}};
  table.rows[0].status = "server_died";
  EXPECT_EQ(only_cell(to_cells(table)).rate, std::nullopt);
}

TEST(Cells, ShowRequestsASecondForList) {
  table::Table table{{}, {made_row("list", "thread", 10, 1, 1)}, {}};
  table.rows[0].requests_per_s = 1234;
  const Cells cells = to_cells(table);
  EXPECT_EQ(only_cell(cells).rate->middle, 1234);
  EXPECT_STREQ(cells.rates.at("list").unit, "requests/s");
}

TEST(Cells, ShowWhatMovesNoVolumeByItsRequests) {
  const table::Table table{{}, {made_row("delete", "thread", 0.001, 1, 1)}, {}};
  EXPECT_STREQ(to_cells(table).rates.at("delete").unit, "requests/s");
}

TEST(Cells, ShowTheRateOfOneClientWhereTheTableHasNoOther) {
  table::Table table{{}, {get_row(0)}, {}};
  table.rows[0].aggregate_Bps.reset();
  table.rows[0].throughput_Bps = 2 * 1024 * 1024;
  const Cells cells = to_cells(table);
  EXPECT_EQ(only_cell(cells).rate->middle, 2);
  EXPECT_EQ(cells.whose, "one client");
}

TEST(Cells, FallBackToMeanAndMaximumAndSaySo) {
  table::Table table{{}, {get_row(1)}, {}};
  table.rows[0].p50_s.reset();
  table.rows[0].avg_time_s = 0.5;
  table.rows[0].p99_s.reset();
  table.rows[0].max_s = 2;
  const Cell cell = only_cell(to_cells(table));
  EXPECT_EQ(cell.typical_s->middle, 0.5);
  EXPECT_TRUE(cell.mean_for_p50);
  EXPECT_EQ(cell.tail_s->middle, 2);
  EXPECT_TRUE(cell.max_for_p99);
}

TEST(Cells, LeaveInvalidRowsOutWhereThereAreValidOnes) {
  table::Table table{{}, {get_row(1024 * 1024), get_row(9e9)}, {}};
  table.rows[0].valid = table::kValid;
  table.rows[1].valid = table::kInvalid;
  const Cells cells = to_cells(table);
  EXPECT_EQ(only_cell(cells).rate->high, 1);
  EXPECT_TRUE(only_cell(cells).valid);
  EXPECT_EQ(cells.counts.invalid_left, 1U);
}

TEST(Cells, AreNotValidWhereNoRowIs) {
  table::Table table{{}, {get_row(1024 * 1024)}, {}};
  table.rows[0].valid = table::kInvalid;
  const Cells cells = to_cells(table);
  EXPECT_EQ(only_cell(cells).rate->middle, 1);
  EXPECT_FALSE(only_cell(cells).valid);
  EXPECT_EQ(cells.counts.invalid_used, 1U);
}

TEST(Cells, OfSmallFilesHaveRequestsASecondBesideBytes) {
  table::Table table{{}, {made_row("get", "thread", 0.5, 1, 1)}, {}};
  table.rows[0].requests_per_s = 700;
  EXPECT_EQ(only_cell(to_cells(table)).requests_per_s->middle, 700);
  table.rows[0].volume = 1;
  EXPECT_EQ(only_cell(to_cells(table)).requests_per_s, std::nullopt);
}

TEST(Cells, SayWhatLimitedMostOfTheirRows) {
  table::Table table{{}, {get_row(1), get_row(2), get_row(3)}, {}};
  table.rows[0].limited_by = "disk";
  table.rows[1].limited_by = table.rows[2].limited_by = "none";
  EXPECT_EQ(only_cell(to_cells(table)).limited_by, "none");
  EXPECT_EQ(only_cell(to_cells(table)).limited, 2U);
}

TEST(Cells, AreToldApartBySettingsThatVary) {
  table::Table table{{"protocol", "seed"}, {get_row(1), get_row(2)}, {}};
  table.rows[0].settings = {{"protocol", "http"}, {"seed", "1"}};
  table.rows[1].settings = {{"protocol", "line"}, {"seed", "1"}};
  const Cells cells = to_cells(table);
  ASSERT_THAT(cells.cells, SizeIs(2));
  ASSERT_THAT(cells.axes, SizeIs(kBaseAxes + 1));
  EXPECT_EQ(cells.axes.back().name, "protocol");
}

TEST(Cells, AreDescribedInWords) {
  table::Table table{{"server"}, {made_row("list", "thread", 0.5, 1, 1), get_row(1)}, {}};
  table.rows[0].settings = {{"server", "nginx"}};
  table.rows[1].settings = {{"server", "server_pool"}};
  const Cells cells = to_cells(table);
  const Places& get = cells.cells.begin()->first;
  const Places& list = cells.cells.rbegin()->first;
  EXPECT_EQ(describe(cells.axes, list, {kOperation, kVolume}), "LIST of 512 KiB");
  EXPECT_EQ(describe(cells.axes, get, {kOperation, kVolume, kClientPool}), "GET 10 MiB, 5 clients");
  EXPECT_EQ(describe(cells.axes, list, {kBaseAxes, kMode, kServerPool}), "nginx, thread, 1 worker");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
