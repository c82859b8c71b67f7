#include "orchestrator/report/pictures/loss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

table::Table over_links(const std::vector<std::string>& links) {
  table::Table table;
  for (const std::string& link : links) {
    for (const std::uint64_t clients : {1, 4}) {
      table.rows.push_back(made_row("get", "thread", 1, clients, 1));
      table.rows.back().throughput_Bps = 1024 * 1024;
      table.rows.back().settings = {{"link", link}};
    }
  }
  return table;
}

const std::vector<std::string> kThreeLosses{"none", "delay:10ms", "loss:0.1%_delay:10ms",
                                            "loss:1%_delay:10ms"};

// 1448 bytes in each of fifty round trips a second, times ten for a loss of 1.5%.
TEST(Mathis, IsWhatTheFormulaSays) {
  EXPECT_NEAR(mathis_Bps(0.015, 20ms).value(), 1448 * 50 * 10, 1e-6);
  EXPECT_FALSE(mathis_Bps(0, 20ms));
  EXPECT_FALSE(mathis_Bps(0.01, 0ms));
}

TEST(LossChart, HasALineForEachNumberOfClientsAndOneForTheFormula) {
  std::vector<std::string> notes;
  const Chart chart = loss_chart(over_links(kThreeLosses), notes);
  EXPECT_THAT(notes, IsEmpty());
  EXPECT_THAT(chart.panels, SizeIs(1));
  ASSERT_THAT(chart.lines, SizeIs(3));
  EXPECT_EQ(chart.lines[0].name, "thread, 1 worker, 1 client");
  EXPECT_EQ(chart.lines[1].name, "thread, 1 worker, 4 clients");
  EXPECT_EQ(chart.lines[2].name, "Mathis' formula");
  EXPECT_THAT(chart.x.ticks, ElementsAre("0", "0.1", "1"));
  EXPECT_EQ(chart.x.title, "loss, %");
}

TEST(LossChart, ShowsWhatOneClientGetsBesideTheFormula) {
  std::vector<std::string> notes;
  const Chart chart = loss_chart(over_links(kThreeLosses), notes);
  const Panel& panel = chart.panels.at(0);
  for (const Point& point : panel.lines.at(1)) EXPECT_EQ(point.value, 1);
  const std::vector<Point>& formula = panel.lines.at(2);
  ASSERT_THAT(formula, SizeIs(3));
  EXPECT_FALSE(formula[0].value);
  EXPECT_NEAR(formula[2].value.value(), *mathis_Bps(0.01, 20ms) / (1 << 20), 1e-9);
  EXPECT_GE(panel.y.high, formula[1].value.value());
}

TEST(LossChart, HasAPanelForEachDelayWithItsFormula) {
  std::vector<std::string> notes;
  const Chart chart = loss_chart(
      over_links({"loss:1%_delay:10ms", "loss:2%_delay:10ms", "loss:1%_delay:20ms"}), notes);
  ASSERT_THAT(chart.panels, SizeIs(2));
  EXPECT_THAT(chart.panels[1].title, HasSubstr("link delay:20ms"));
  const double near = chart.panels[0].lines.back().at(0).value.value();
  const double far = chart.panels[1].lines.back().at(0).value.value();
  EXPECT_NEAR(near, 2 * far, 1e-9);
}

TEST(LossChart, HasNoFormulaForALinkWithoutADelay) {
  std::vector<std::string> notes;
  EXPECT_THAT(loss_chart(over_links({"loss:0%", "loss:1%"}), notes).lines, SizeIs(2));
}

TEST(LossChart, IsNotDrawnWhereTheLossDoesNotVary) {
  std::vector<std::string> notes;
  EXPECT_THAT(loss_chart(made_table(), notes).panels, IsEmpty());
  EXPECT_THAT(loss_chart(over_links({"none", "loss:1%", "loss:1%_delay:1ms"}), notes).panels,
              IsEmpty());
  EXPECT_THAT(notes, IsEmpty());
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
