#include "orchestrator/report/breakdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The values of the settings in each line, from the first one on.
std::vector<std::vector<std::string>> firsts(const Breakdown& breakdown) {
  std::vector<std::vector<std::string>> all;
  for (const SummaryLine& line : breakdown.lines) {
    all.emplace_back();
    for (const auto& values : line.values) all.back().push_back(values.front());
  }
  return all;
}

TEST(Breakdown, OfAnEmptyTableIsEmpty) { EXPECT_THAT(break_down({}, 40).lines, IsEmpty()); }

TEST(Breakdown, NamesTheOperationAlthoughItDoesNotVary) {
  const table::Table table{{}, {made_row("get", "thread", 10, 1, 1)}, {}};
  const Breakdown breakdown = break_down(table, 40);
  EXPECT_THAT(breakdown.settings, ElementsAre("operation"));
  EXPECT_THAT(firsts(breakdown), ElementsAre(ElementsAre("get")));
}

TEST(Breakdown, HasALineForEachCombinationInTheOrderOfItsValues) {
  table::Table table;
  for (const double volume : {100.0, 1.0 / 1024, 10.0})
    for (const std::uint64_t clients : {50u, 5u})
      table.rows.push_back(made_row("get", "thread", volume, clients, 1));
  EXPECT_THAT(firsts(break_down(table, 40)),
              ElementsAre(ElementsAre("get", "1 KiB", "5"), ElementsAre("get", "1 KiB", "50"),
                          ElementsAre("get", "10 MiB", "5"), ElementsAre("get", "10 MiB", "50"),
                          ElementsAre("get", "100 MiB", "5"), ElementsAre("get", "100 MiB", "50")));
}

TEST(Breakdown, TellsRowsApartByEverySettingThatVaries) {
  table::Table table{{"protocol", "seed"}, {}, {}};
  for (const char* protocol : {"line", "http"}) {
    table.rows.push_back(made_row("get", "thread", 10, 1, 1));
    table.rows.back().settings = {{"protocol", protocol}, {"seed", "1"}};
  }
  const Breakdown breakdown = break_down(table, 40);
  EXPECT_THAT(breakdown.settings, ElementsAre("operation", "protocol"));
  EXPECT_THAT(firsts(breakdown),
              ElementsAre(ElementsAre("get", "http"), ElementsAre("get", "line")));
}

TEST(Breakdown, OrdersDurationsByTheirLength) {
  table::Table table{{"think_time"}, {}, {}};
  for (const char* time : {"2s", "100ms", "0s"}) {
    table.rows.push_back(made_row("get", "thread", 10, 1, 1));
    table.rows.back().settings = {{"think_time", time}};
  }
  EXPECT_THAT(
      firsts(break_down(table, 40)),
      ElementsAre(ElementsAre("get", "0s"), ElementsAre("get", "100ms"), ElementsAre("get", "2s")));
}

TEST(Breakdown, BringsThePassesOfAScenarioTogether) {
  table::Table table;
  for (int pass = 0; pass < 3; ++pass)
    for (const std::uint64_t clients : {1u, 5u})
      table.rows.push_back(made_row("get", "thread", 10, clients, 1));
  const Breakdown breakdown = break_down(table, 40);
  ASSERT_THAT(breakdown.lines, SizeIs(2));
  EXPECT_THAT(breakdown.lines[0].combinations, ElementsAre(SizeIs(3)));
  EXPECT_EQ(breakdown.combinations, 2u);
}

TEST(Breakdown, MergesSettingsForWhichThereIsNoRoomAndKeepsTheirValues) {
  const table::Table table = made_table();
  const Breakdown breakdown = break_down(table, 40);
  EXPECT_THAT(breakdown.merged, ElementsAre("server_pool", "client_pool"));
  ASSERT_THAT(breakdown.lines, SizeIs(18));
  EXPECT_THAT(breakdown.lines[0].values,
              ElementsAre(ElementsAre("get"), ElementsAre("10 MiB"), ElementsAre("process"),
                          ElementsAre("1", "5", "50"), ElementsAre("1", "5", "50")));
  EXPECT_THAT(breakdown.lines[0].combinations, SizeIs(9));
  EXPECT_EQ(breakdown.combinations, 162u);
}

TEST(Breakdown, MergesNoMoreThanTheRoomAsksFor) {
  EXPECT_THAT(break_down(made_table(), 162).merged, IsEmpty());
  EXPECT_THAT(break_down(made_table(), 161).merged, ElementsAre("server_pool"));
}

TEST(Breakdown, HasALineForEachOperationHoweverSmallTheRoom) {
  EXPECT_THAT(break_down(made_table(), 1).lines, SizeIs(3));
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
