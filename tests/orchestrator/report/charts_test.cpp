#include "orchestrator/report/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <utility>

#include "orchestrator/report/heatmap.h"
#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Cells all_failed() {
  table::Table table = made_table();
  for (table::Row& row : table.rows) row.status = "failed";
  return to_cells(table);
}

Axes many_of_everything() {
  Axes axes;
  axes.volumes.clear();
  axes.server_pools.clear();
  for (std::uint64_t i = 1; i <= 10; ++i) {
    axes.volumes.push_back(static_cast<double>(i));
    axes.server_pools.push_back(i);
  }
  return axes;
}

TEST(Charts, HaveAPanelForEachOperationAndVolume) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table()), notes);
  EXPECT_THAT(chart.panels, SizeIs(9));
  EXPECT_EQ(chart.columns, 3U);
  EXPECT_THAT(notes, IsEmpty());
}

TEST(Charts, HaveALineForEachModeAndServerPool) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table()), notes);
  ASSERT_THAT(chart.lines, SizeIs(6));
  EXPECT_EQ(chart.lines[4].name, "thread, 5 workers");
  EXPECT_EQ(chart.lines[4].mode, 1U);
  EXPECT_EQ(chart.lines[4].server_pool, 1U);
}

TEST(Charts, TellTheLinesOfServersApart) {
  table::Table table = made_table();
  table::Table other = made_table();
  for (table::Row& row : table.rows) row.settings = {{"server", "server_pool"}};
  for (table::Row& row : other.rows) row.settings = {{"server", "nginx"}};
  table.rows.insert(table.rows.end(), other.rows.begin(), other.rows.end());
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  ASSERT_THAT(chart.lines, SizeIs(12));
  std::set<std::pair<std::size_t, std::size_t>> styles;
  for (const Line& line : chart.lines) styles.emplace(line.mode, line.server_pool);
  EXPECT_THAT(styles, SizeIs(12));
}

TEST(Charts, LabelEachPanelWithItsUnit) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table()), notes);
  EXPECT_EQ(chart.panels[0].y_label, "MiB/s");
  EXPECT_EQ(chart.panels[3].key.operation, "list");
  EXPECT_EQ(chart.panels[3].y_label, "requests/s");
}

TEST(Charts, LeaveAGapWhereACellFailed) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1, 5, 50}, {1}});
  table.rows[1].status = "failed";
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  const std::vector<Point>& line = chart.panels.at(0).lines.at(0);
  ASSERT_THAT(line, SizeIs(3));
  EXPECT_TRUE(line[0].value);
  EXPECT_FALSE(line[1].value);
  EXPECT_TRUE(line[2].value);
}

TEST(Charts, SayWhyTheyAreNotDrawn) {
  std::vector<std::string> notes;
  const Cells cells = all_failed();
  EXPECT_THAT(throughput_chart(cells, notes).panels, IsEmpty());
  EXPECT_THAT(latency_chart(cells, notes).panels, IsEmpty());
  EXPECT_THAT(ratio_chart(cells, notes).panels, IsEmpty());
  EXPECT_THAT(notes,
              ElementsAre(HasSubstr("throughput: not drawn"), HasSubstr("latency: not drawn"),
                          HasSubstr("thread_process: not drawn")));
}

TEST(Charts, ShowTheFirstPanelsAndLinesOfManyAndSaySo) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table(many_of_everything())), notes);
  EXPECT_THAT(chart.panels, SizeIs(kMaxPanels));
  EXPECT_THAT(chart.lines, SizeIs(kMaxLines));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the first 24 of 30"), HasSubstr("the first 16 of 20")));
}

TEST(LatencyChart, IsInMillisecondsWithWhiskersUpToTheTail) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {50}, {1}});
  table.rows[0].p50_s = 0.25;
  table.rows[0].p99_s = 1;
  std::vector<std::string> notes;
  const Chart chart = latency_chart(to_cells(table), notes);
  const Panel& panel = chart.panels.at(0);
  EXPECT_EQ(panel.lines.at(0).at(0).value, 250);
  EXPECT_EQ(panel.lines.at(0).at(0).high, 1000);
  EXPECT_EQ(panel.y_label, "ms");
  EXPECT_EQ(chart.caption, "Lines: p50. Whiskers: up to p99.");
}

TEST(LatencyChart, SaysWhereSamplesAreTooSmall) {
  std::vector<std::string> notes;
  EXPECT_EQ(latency_chart(to_cells(made_table()), notes).caption,
            "Lines: p50, or the mean of a small sample. Whiskers: up to p99, or the maximum of a "
            "small sample.");
}

TEST(LatencyChart, EndsItsAxisAtRoundNumbersAroundTheValues) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {50}, {1}});
  table.rows[0].p50_s = 0.030;
  table.rows[0].p99_s = 0.700;
  std::vector<std::string> notes;
  const Panel panel = latency_chart(to_cells(table), notes).panels.at(0);
  EXPECT_NEAR(panel.y_low, 20, 1e-9);
  EXPECT_NEAR(panel.y_high, 1000, 1e-9);
}

TEST(RatioChart, DividesThreadByProcess) {
  table::Table table{
      {}, {made_row("get", "thread", 10, 5, 1), made_row("get", "process", 10, 5, 1)}, {}};
  table.rows[0].aggregate_Bps = 3e6;
  table.rows[1].aggregate_Bps = 2e6;
  std::vector<std::string> notes;
  const Chart chart = ratio_chart(to_cells(table), notes);
  EXPECT_DOUBLE_EQ(chart.panels.at(0).lines.at(0).at(0).value.value(), 1.5);
  EXPECT_EQ(chart.panels.at(0).y_low, 0.5);
  EXPECT_EQ(chart.panels.at(0).y_high, 2);
}

TEST(RatioChart, IsNotDrawnForOneMode) {
  Axes axes;
  axes.modes = {"thread"};
  std::vector<std::string> notes;
  EXPECT_THAT(ratio_chart(to_cells(made_table(axes)), notes).panels, IsEmpty());
  EXPECT_THAT(notes, ElementsAre(HasSubstr("both threads and processes")));
}

TEST(Heatmap, HasAColumnForEachModeAndServerPoolAndARowForTheRest) {
  std::vector<std::string> notes;
  const Heatmap map = heatmap(to_cells(made_table()), notes);
  EXPECT_THAT(map.columns, SizeIs(6));
  ASSERT_THAT(map.rows, SizeIs(27));
  EXPECT_EQ(map.rows[0].name, "GET 10 MB, 1 client [MiB/s]");
  EXPECT_THAT(notes, IsEmpty());
}

TEST(Heatmap, MarksFailedAndAbsentCells) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1, 5}, {1, 5}});
  table.rows[0].status = "failed";
  table.rows.pop_back();
  std::vector<std::string> notes;
  const Heatmap map = heatmap(to_cells(table), notes);
  EXPECT_EQ(map.rows[0].cells[0].heat, Heat::kFailed);
  EXPECT_EQ(map.rows[0].cells[1].heat, Heat::kValue);
  EXPECT_EQ(map.rows[1].cells[1].heat, Heat::kAbsent);
}

TEST(Heatmap, ComparesWithTheBestOfTheRow) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1}, {1, 5}});
  table.rows[0].aggregate_Bps = 512 * 1024;
  table.rows[1].aggregate_Bps = 2048 * 1024;
  std::vector<std::string> notes;
  const Heatmap map = heatmap(to_cells(table), notes);
  EXPECT_EQ(map.rows[0].cells[0].share, 0.25);
  EXPECT_EQ(map.rows[0].cells[0].text, "0.50");
  EXPECT_EQ(map.rows[0].cells[1].share, 1);
  EXPECT_EQ(map.rows[0].cells[1].text, "2.00");
}

TEST(Heatmap, WritesLargeNumbersShortly) {
  table::Table table = made_table({{"list"}, {"thread"}, {10}, {1}, {1, 2, 3, 4}});
  table.rows[0].requests_per_s = 1043.2;
  table.rows[1].requests_per_s = 12345;
  table.rows[2].requests_per_s = 999999;
  table.rows[3].requests_per_s = 42.26;
  std::vector<std::string> notes;
  std::vector<std::string> texts;
  const Heatmap map = heatmap(to_cells(table), notes);
  for (const HeatCell& cell : map.rows.at(0).cells) texts.push_back(cell.text);
  EXPECT_THAT(texts, ElementsAre("1043", "12.3k", "1.00M", "42.3"));
}

TEST(Heatmap, ShowsTheFirstRowsOfManyAndSaysSo) {
  std::vector<std::string> notes;
  Axes axes;
  axes.volumes.clear();
  for (int i = 1; i <= 100; ++i) axes.volumes.push_back(i);
  EXPECT_THAT(heatmap(to_cells(made_table(axes)), notes).rows, SizeIs(kMaxHeatRows));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the first 96 of 900")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
