#include "orchestrator/report/pictures/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "orchestrator/report/pictures/layout.h"
#include "orchestrator/report/pictures/matrix_map.h"
#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report::pictures {
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

MadeAxes many_of_everything() {
  MadeAxes axes;
  axes.volumes.clear();
  axes.server_pools.clear();
  axes.client_pools.clear();
  for (std::uint64_t i = 1; i <= 11; ++i) axes.client_pools.push_back(i);
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
  EXPECT_EQ(chart.lines[4].dash, 1U);
  EXPECT_EQ(chart.lines[4].colour, 1U);
}

table::Table of_two_servers(const MadeAxes& axes) {
  table::Table table = made_table(axes);
  table::Table other = table;
  for (table::Row& row : table.rows) row.settings = {{"server", "server_pool"}};
  for (table::Row& row : other.rows) row.settings = {{"server", "nginx"}};
  table.rows.insert(table.rows.end(), other.rows.begin(), other.rows.end());
  return table;
}

TEST(Charts, HaveAXAxisOfTheClientPoolsWhereNothingVariesMore) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table()), notes);
  EXPECT_EQ(chart.x.title, "clients");
  EXPECT_THAT(chart.x.ticks, ElementsAre("1", "5", "50"));
  EXPECT_EQ(chart.title, "Throughput against client pool");
}

// Two balances, of which the second is even.
table::Table of_two_balances() {
  table::Table table = made_table({{"get"}, {"thread", "process"}, {10}, {5, 50}, {2}});
  table::Table other = table;
  for (table::Row& row : table.rows) {
    row.settings = {{"balance", "kernel"}};
    row.imbalance = 1.5;
  }
  for (table::Row& row : other.rows) {
    row.settings = {{"balance", "redirect"}};
    row.imbalance = 1;
  }
  table.rows.insert(table.rows.end(), other.rows.begin(), other.rows.end());
  return table;
}

TEST(ImbalanceChart, IsOverWhoSpreadsTheClients) {
  std::vector<std::string> notes;
  const Chart chart = imbalance_chart(to_cells(of_two_balances()), notes);
  EXPECT_EQ(chart.name, "imbalance");
  EXPECT_THAT(chart.x.ticks, ElementsAre("kernel", "redirect"));
  EXPECT_THAT(chart.lines, SizeIs(4)) << "of each mode and number of clients";
  ASSERT_THAT(chart.panels, SizeIs(1));
  EXPECT_EQ(chart.panels[0].y_label, "imbalance");
  EXPECT_EQ(chart.panels[0].lines[0][0].value, 1.5);
  EXPECT_EQ(chart.panels[0].lines[0][1].value, 1.0);
}

TEST(ImbalanceChart, IsNotDrawnWhereNothingOfItVaries) {
  std::vector<std::string> notes;
  EXPECT_THAT(imbalance_chart(to_cells(made_table()), notes).panels, IsEmpty());
  EXPECT_THAT(notes, IsEmpty());
}

TEST(ImbalanceChart, SaysWhenNoRowHasAnImbalance) {
  table::Table table = of_two_balances();
  for (table::Row& row : table.rows) row.imbalance.reset();
  std::vector<std::string> notes;
  EXPECT_THAT(imbalance_chart(to_cells(table), notes).panels, IsEmpty());
  EXPECT_THAT(notes, ElementsAre(HasSubstr("imbalance: not drawn")));
}

TEST(Charts, HaveAXAxisOfTheNumbersThatVaryMost) {
  std::vector<std::string> notes;
  const Cells cells =
      to_cells(made_table({{"get", "upload"}, {"thread"}, {2, 4, 8, 16, 32, 64, 128}, {5}, {2}}));
  const Chart chart = throughput_chart(cells, notes);
  EXPECT_EQ(chart.x.title, "volume");
  ASSERT_THAT(chart.panels, SizeIs(2));
  EXPECT_EQ(chart.panels[0].title, "GET, 5 clients");
}

TEST(Charts, HaveAXAxisOfTextsWhereNoNumberVaries) {
  table::Table table = made_table({{"get"}, {"thread", "process"}, {10}, {5}, {2}});
  table::Table other = table;
  for (table::Row& row : table.rows) row.settings = {{"congestion", "reno"}};
  for (table::Row& row : other.rows) row.settings = {{"congestion", "cubic"}};
  table.rows.insert(table.rows.end(), other.rows.begin(), other.rows.end());
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  EXPECT_THAT(chart.x.ticks, ElementsAre("cubic", "reno"));
  EXPECT_FALSE(chart.x.joined);
  EXPECT_THAT(chart.lines, SizeIs(2));
}

TEST(Charts, HavePanelsOfTheirOwnForWhatWouldMakeMoreThanSixLines) {
  std::vector<std::string> notes;
  const Chart chart =
      throughput_chart(to_cells(of_two_servers({{"get"}, {"thread", "process"}, {10}})), notes);
  EXPECT_THAT(chart.lines, SizeIs(4));
  ASSERT_THAT(chart.panels, SizeIs(3));
  EXPECT_EQ(chart.panels[0].title, "GET 10 MiB, 1 worker");
}

TEST(Charts, TellTheLinesOfServersApart) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(of_two_servers({})), notes);
  ASSERT_THAT(chart.lines, SizeIs(4));
  std::set<std::pair<std::size_t, std::size_t>> looks;
  for (const Line& line : chart.lines) looks.emplace(line.dash, line.colour);
  EXPECT_THAT(looks, SizeIs(4));
}

TEST(Charts, ShowSmallFilesByRequestsASecondToo) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(
      to_cells(made_table({{"get"}, {"thread"}, {0.5, 2}, {1, 5, 9}, {1}})), notes);
  ASSERT_THAT(chart.panels, SizeIs(3));
  EXPECT_EQ(chart.panels[0].y_label, "MiB/s");
  EXPECT_EQ(chart.panels[1].y_label, "requests/s");
  EXPECT_EQ(chart.panels[1].title, "GET 512 KiB");
  EXPECT_EQ(chart.panels[2].title, "GET 2 MiB");
}

TEST(Charts, NameServersInTheLegendInFull) {
  const std::string name = "a_server_whose_name_is_longer_than_most";
  table::Table table = of_two_servers({});
  for (table::Row& row : table.rows)
    for (auto& [setting, value] : row.settings)
      if (value != "server_pool") value = name;
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  EXPECT_THAT(chart.lines.at(0).name, HasSubstr(name));
}

TEST(Charts, EndAPanelsAxisWhereItsValuesEnd) {
  std::vector<std::string> notes;
  const Chart chart =
      throughput_chart(to_cells(made_table({{"get"}, {"thread"}, {0.1, 0.5, 1}, {1}, {1}})), notes);
  ASSERT_THAT(chart.panels, SizeIs(2));
  EXPECT_EQ(chart.panels[1].y_label, "requests/s");
  EXPECT_EQ(chart.panels[0].x.high, chart.x.high);
  EXPECT_EQ(chart.panels[1].x.low, chart.x.low);
  EXPECT_GT(chart.panels[1].x.high, chart.x.places[1]);
  EXPECT_LT(chart.panels[1].x.high, chart.x.places[2]);
  EXPECT_EQ(chart.panels[1].x.ticks[2], "");
}

TEST(Charts, ShareTheScaleOfARowOfPanels) {
  std::vector<std::string> notes;
  const Chart chart =
      throughput_chart(to_cells(made_table({{"get"}, {"thread"}, {10, 50}, {1, 5, 50}})), notes);
  ASSERT_THAT(chart.panels, SizeIs(2));
  EXPECT_EQ(chart.panels[0].y.high, chart.panels[1].y.high);
}

TEST(Charts, DoNotShareAScaleOnWhichAPanelWouldBeFlat) {
  table::Table table = made_table({{"get"}, {"thread"}, {10, 50}, {1, 5, 50}, {1}});
  for (table::Row& row : table.rows)
    if (row.volume == 50) *row.aggregate_Bps *= 10;
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  ASSERT_THAT(chart.panels, SizeIs(2));
  EXPECT_LT(chart.panels[0].y.high, chart.panels[1].y.high);
}

TEST(Charts, ShowTheRangeOfTheirPasses) {
  table::Table table;
  for (const double mib : {4.0, 1.0, 3.0}) {
    table.rows.push_back(made_row("get", "thread", 10, 5, 1));
    table.rows.back().aggregate_Bps = mib * 1024 * 1024;
  }
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  const Point& point = chart.panels.at(0).lines.at(0).at(0);
  EXPECT_EQ(point.value, 3);
  EXPECT_EQ(point.low, 1);
  EXPECT_EQ(point.high, 4);
  EXPECT_THAT(chart.caption, HasSubstr("Thick bars: from the lowest to the highest pass."));
}

TEST(Charts, MarkWhatIsNotValidAndSaySo) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1, 5}, {1}});
  table.rows[1].valid = table::kInvalid;
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(table), notes);
  EXPECT_TRUE(chart.panels.at(0).lines.at(0).at(0).valid);
  EXPECT_FALSE(chart.panels.at(0).lines.at(0).at(1).valid);
  EXPECT_THAT(chart.caption, HasSubstr("Hollow: not valid."));
}

TEST(Charts, LabelEachPanelWithItsUnit) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table()), notes);
  EXPECT_EQ(chart.panels[0].y_label, "MiB/s");
  EXPECT_EQ(chart.panels[3].title, "LIST of 10 MiB");
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

TEST(Charts, ShowTheFirstPanelsOfManyAndSaySo) {
  std::vector<std::string> notes;
  const Chart chart = throughput_chart(to_cells(made_table(many_of_everything())), notes);
  EXPECT_THAT(chart.panels, SizeIs(kMaxPanels));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the first 24 of 300")));
}

TEST(LatencyChart, IsInMillisecondsWithWhiskersUpToTheTail) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {50}, {1}});
  table.rows[0].p50_s = 0.25;
  table.rows[0].p99_s = 1;
  std::vector<std::string> notes;
  const Chart chart = latency_chart(to_cells(table), notes);
  const Panel& panel = chart.panels.at(0);
  EXPECT_EQ(panel.lines.at(0).at(0).value, 250);
  EXPECT_EQ(panel.lines.at(0).at(0).tail, 1000);
  EXPECT_EQ(panel.y_label, "ms");
  EXPECT_EQ(chart.caption, "Marks: p50. Whiskers: up to p99.");
}

TEST(LatencyChart, SaysWhereSamplesAreTooSmall) {
  std::vector<std::string> notes;
  EXPECT_EQ(latency_chart(to_cells(made_table()), notes).caption,
            "Marks: p50, or the mean of a small sample. Whiskers: up to p99, or the maximum of a "
            "small sample.");
}

TEST(LatencyChart, EndsItsAxisAtRoundNumbersAroundTheValues) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {50}, {1}});
  table.rows[0].p50_s = 0.030;
  table.rows[0].p99_s = 0.700;
  std::vector<std::string> notes;
  const Panel panel = latency_chart(to_cells(table), notes).panels.at(0);
  EXPECT_NEAR(panel.y.low, 20, 1e-9);
  EXPECT_NEAR(panel.y.high, 1000, 1e-9);
}

TEST(RatioChart, DividesThreadByProcess) {
  table::Table table{
      {}, {made_row("get", "thread", 10, 5, 1), made_row("get", "process", 10, 5, 1)}, {}};
  table.rows[0].aggregate_Bps = 3e6;
  table.rows[1].aggregate_Bps = 2e6;
  std::vector<std::string> notes;
  const Chart chart = ratio_chart(to_cells(table), notes);
  EXPECT_DOUBLE_EQ(chart.panels.at(0).lines.at(0).at(0).value.value(), 1.5);
  EXPECT_EQ(chart.panels.at(0).y.low, 0.5);
  EXPECT_EQ(chart.panels.at(0).y.high, 2);
}

TEST(RatioChart, ComparesPassByPass) {
  table::Table table;
  for (const std::uint64_t pass : {1, 2, 3}) {
    for (const char* mode : {"thread", "process"}) {
      table::Row row = made_row("get", mode, 10, 5, 1);
      row.pass = pass;
      row.aggregate_Bps = static_cast<double>(pass) * (mode == std::string("thread") ? 3e6 : 2e6);
      table.rows.push_back(row);
    }
  }
  *table.rows[0].aggregate_Bps *= 2;
  std::vector<std::string> notes;
  const Chart chart = ratio_chart(to_cells(table), notes);
  const Point& point = chart.panels.at(0).lines.at(0).at(0);
  EXPECT_DOUBLE_EQ(point.value.value(), 1.5);
  EXPECT_DOUBLE_EQ(point.high.value(), 3);
}

TEST(RatioChart, MarksRatiosOfWhatIsNotValid) {
  table::Table table = made_table({{"get"}, {"thread", "process"}, {10}, {5}, {1}});
  table.rows[1].valid = table::kInvalid;
  std::vector<std::string> notes;
  EXPECT_FALSE(ratio_chart(to_cells(table), notes).panels.at(0).lines.at(0).at(0).valid);
}

TEST(RatioChart, IsNotDrawnForOneMode) {
  MadeAxes axes;
  axes.modes = {"thread"};
  std::vector<std::string> notes;
  EXPECT_THAT(ratio_chart(to_cells(made_table(axes)), notes).panels, IsEmpty());
  EXPECT_THAT(notes, ElementsAre(HasSubstr("both threads and processes")));
}

TEST(Heatmap, HasAColumnForEachModeAndServerPoolAndARowForTheRest) {
  std::vector<std::string> notes;
  const MatrixMap map = heatmap(to_cells(made_table()), notes);
  EXPECT_THAT(map.columns, SizeIs(6));
  ASSERT_THAT(map.rows, SizeIs(27));
  EXPECT_EQ(map.rows[0].name, "GET 10 MiB, 1 client [MiB/s]");
  EXPECT_THAT(notes, IsEmpty());
}

TEST(Heatmap, MarksFailedAndAbsentCells) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1, 5}, {1, 5}});
  table.rows[0].status = "failed";
  table.rows.pop_back();
  std::vector<std::string> notes;
  const MatrixMap map = heatmap(to_cells(table), notes);
  EXPECT_EQ(map.rows[0].cells[0].state, CellState::kFailed);
  EXPECT_EQ(map.rows[0].cells[1].state, CellState::kShown);
  EXPECT_EQ(map.rows[1].cells[1].state, CellState::kAbsent);
}

TEST(Heatmap, ComparesWithTheBestOfTheRow) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1}, {1, 5}});
  table.rows[0].aggregate_Bps = 512 * 1024;
  table.rows[1].aggregate_Bps = 2048 * 1024;
  std::vector<std::string> notes;
  const MatrixMap map = heatmap(to_cells(table), notes);
  EXPECT_EQ(map.rows[0].cells[0].level, 0.25);
  EXPECT_EQ(map.rows[0].cells[0].text, "0.50");
  EXPECT_EQ(map.rows[0].cells[1].level, 1);
  EXPECT_EQ(map.rows[0].cells[1].text, "2.00");
}

TEST(Heatmap, OfASingleColumnComparesWithTheBestOfAllRowsOfAUnit) {
  table::Table table = made_table({{"get", "list"}, {"thread"}, {10, 50}, {1}, {1}});
  table.rows[0].aggregate_Bps = 512 * 1024;
  table.rows[1].aggregate_Bps = 2048 * 1024;
  table.rows[2].requests_per_s = 100;
  table.rows[3].requests_per_s = 50;
  std::vector<std::string> notes;
  const MatrixMap map = heatmap(to_cells(table), notes);
  std::vector<double> levels;
  for (const MapRow& row : map.rows) levels.push_back(row.cells.at(0).level);
  EXPECT_THAT(levels, ElementsAre(0.25, 1, 1, 0.5));
  EXPECT_THAT(map.caption, HasSubstr("share of the best of all in the same unit."));
}

TEST(Heatmap, WritesLargeNumbersShortly) {
  table::Table table = made_table({{"list"}, {"thread"}, {10}, {1}, {1, 2, 3, 4}});
  table.rows[0].requests_per_s = 1043.2;
  table.rows[1].requests_per_s = 12345;
  table.rows[2].requests_per_s = 999999;
  table.rows[3].requests_per_s = 42.26;
  std::vector<std::string> notes;
  std::vector<std::string> texts;
  const MatrixMap map = heatmap(to_cells(table), notes);
  for (const MapCell& cell : map.rows.at(0).cells) texts.push_back(cell.text);
  EXPECT_THAT(texts, ElementsAre("1043", "12.3k", "1.00M", "42.3"));
}

TEST(Heatmap, ShowsTheFirstRowsOfManyAndSaysSo) {
  std::vector<std::string> notes;
  MadeAxes axes;
  axes.volumes.clear();
  for (int i = 1; i <= 100; ++i) axes.volumes.push_back(i);
  EXPECT_THAT(heatmap(to_cells(made_table(axes)), notes).rows, SizeIs(kMaxMapRows));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the first 96 of 900")));
}

TEST(Heatmap, MarksCellsThatAreNotValidAndSaysSo) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1}, {1, 5}});
  table.rows[0].valid = table::kInvalid;
  std::vector<std::string> notes;
  const MatrixMap map = heatmap(to_cells(table), notes);
  EXPECT_FALSE(map.rows[0].cells[0].valid);
  EXPECT_TRUE(map.rows[0].cells[1].valid);
  EXPECT_THAT(map.caption, HasSubstr("Hollow: not valid."));
}

TEST(LimitsMap, HasTheWordOfEachCellAndALegendWithTheMostFrequentFirst) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1}, {1, 5, 9, 50}});
  for (table::Row& row : table.rows) row.limited_by = "server_cpu";
  table.rows[0].limited_by = "disk";
  table.rows[1].status = "failed";
  std::vector<std::string> notes;
  const MatrixMap map = limits_map(to_cells(table), notes);
  ASSERT_THAT(map.legend, SizeIs(2));
  EXPECT_EQ(map.legend[0].text, "server_cpu, 2 cells");
  EXPECT_EQ(map.legend[1].text, "disk, 1 cell");
  EXPECT_EQ(map.rows[0].cells[0].text, "disk");
  EXPECT_EQ(map.rows[0].cells[0].level, 1);
  EXPECT_EQ(map.rows[0].cells[1].state, CellState::kFailed);
}

TEST(LimitsMap, ShowsWordsThatItDoesNotKnowAndCellsThatWereNotJudged) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1}, {1, 5}});
  table.rows[0].limited_by = "the moon's phase";
  std::vector<std::string> notes;
  const MatrixMap map = limits_map(to_cells(table), notes);
  EXPECT_EQ(map.rows[0].cells[0].text, "the moo...");
  EXPECT_EQ(map.rows[0].cells[1].text, "-");
}

TEST(Maps, HaveTheRangeOfSeveralPassesBelowTheirMedian) {
  table::Table table{{}, {}, {}};
  for (const double mib : {10.0, 30.0, 20.0}) {
    table.rows.push_back(made_row("get", "thread", 10, 5, 1));
    table.rows.back().aggregate_Bps = mib * 1024 * 1024;
    table.rows.back().limited_by = mib < 15 ? "disk" : "none";
  }
  std::vector<std::string> notes;
  EXPECT_EQ(heatmap(to_cells(table), notes).rows.at(0).cells.at(0).passes, "10.0\u201330.0");
  EXPECT_EQ(limits_map(to_cells(table), notes).rows.at(0).cells.at(0).passes, "2 of 3");
  table.rows.resize(1);
  EXPECT_EQ(heatmap(to_cells(table), notes).rows.at(0).cells.at(0).passes, "");
  EXPECT_EQ(limits_map(to_cells(table), notes).rows.at(0).cells.at(0).passes, "");
}

TEST(LimitsMap, IsNotDrawnWhereNoRowSaysWhatLimitedIt) {
  std::vector<std::string> notes;
  EXPECT_THAT(limits_map(to_cells(made_table()), notes).rows, IsEmpty());
  EXPECT_THAT(notes, ElementsAre(HasSubstr("limits: not drawn")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
