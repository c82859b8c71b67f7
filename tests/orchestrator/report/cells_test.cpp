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

TEST(Cells, HoldTheMedianOfTheirRows) {
  table::Table table;
  for (const double mib : {5.0, 1.0, 3.0}) table.rows.push_back(get_row(mib * 1024 * 1024));
  EXPECT_EQ(only_cell(to_cells(table)).rate, 3);
}

TEST(Cells, LeaveFailedRowsOut) {
  table::Table table{{}, {get_row(1024 * 1024), get_row(9e9)}, {}};
  table.rows[1].status = "failed";
  EXPECT_EQ(only_cell(to_cells(table)).rate, 1);
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
  EXPECT_EQ(only_cell(cells).rate, 1234);
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
  EXPECT_EQ(only_cell(cells).rate, 2);
  EXPECT_EQ(cells.whose, "one client");
}

TEST(Cells, FallBackToMeanAndMaximumAndSaySo) {
  table::Table table{{}, {get_row(1)}, {}};
  table.rows[0].p50_s.reset();
  table.rows[0].avg_time_s = 0.5;
  table.rows[0].p99_s.reset();
  table.rows[0].max_s = 2;
  const Cell cell = only_cell(to_cells(table));
  EXPECT_EQ(cell.typical_s, 0.5);
  EXPECT_TRUE(cell.mean_for_p50);
  EXPECT_EQ(cell.tail_s, 2);
  EXPECT_TRUE(cell.max_for_p99);
}

TEST(Cells, AreToldApartBySettingsThatVary) {
  table::Table table{{"protocol", "seed"}, {get_row(1), get_row(2)}, {}};
  table.rows[0].settings = {{"protocol", "http"}, {"seed", "1"}};
  table.rows[1].settings = {{"protocol", "line"}, {"seed", "1"}};
  const Cells cells = to_cells(table);
  ASSERT_THAT(cells.cells, SizeIs(2));
  EXPECT_EQ(describe(cells.cells.begin()->first.panel), "GET 10 MB, protocol http");
}

TEST(Cells, AreDescribedInWords) {
  EXPECT_EQ(describe(PanelKey{"list", 0.5, ""}), "LIST of 0.5 MB");
  EXPECT_EQ(describe(LineKey{"thread", 1}), "thread, 1 worker");
  EXPECT_EQ(describe(LineKey{"process", 5}), "process, 5 workers");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
