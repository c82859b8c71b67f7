#include "orchestrator/report/pictures/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "contract/derive.h"
#include "orchestrator/sweep/sidecar.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Duration kTenSeconds = std::chrono::seconds(10);

table::Row row(const std::string& name, const std::string& events) {
  table::Row made = made_row("get", "thread", 10, 5, 1);
  made.scenario = name;
  made.pass = 1;
  made.status = "failed";
  made.settings = {{"events", events}};
  return made;
}

class TimelineChart : public testing::Test {
 protected:
  // 100 requests a second, or as many as one says, for ten seconds, and an event at 2.5 s.
  void write_report(const std::string& name, std::uint64_t pass = 1, double rate = 100) const {
    contract::Totals totals{.ran = kTenSeconds};
    totals.timeline.add(Duration{}, kTenSeconds, {.requests = 10 * rate});
    nlohmann::json report = {{"report", contract::to_json(contract::derive(std::move(totals)))},
                             {"events", {{{"at_s", 2.5}, {"event", "kill server"}}}}};
    const auto file = sweep::Sidecar::report_file(table_, name, pass);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << report;
  }

  TemporaryFolder folder_{};
  std::filesystem::path table_ = folder_ / "t.csv";
  std::vector<std::string> notes_{};
};

TEST_F(TimelineChart, ShowsTheRateOverTheTimeAndWhatWasDone) {
  write_report("one");
  const Chart chart = timeline_chart({.rows = {row("one", "x")}}, table_, notes_);
  ASSERT_THAT(chart.panels, SizeIs(1));
  const Panel& panel = chart.panels[0];
  ASSERT_THAT(panel.lines, SizeIs(1));
  EXPECT_THAT(panel.lines[0], SizeIs(testing::AllOf(testing::Ge(50u), testing::Le(200u))));
  for (const Point& point : panel.lines[0]) EXPECT_NEAR(*point.value, 100, 1e-3);
  ASSERT_THAT(panel.marks, SizeIs(1));
  EXPECT_EQ(panel.marks[0].x, 2.5);
  EXPECT_EQ(panel.marks[0].text, "kill server");
  EXPECT_EQ(chart.x.high, 10);
  EXPECT_THAT(chart.x.ticks, ElementsAre("0", "2", "4", "6", "8", "10"));
}

TEST_F(TimelineChart, HasAPanelForEachListOfEvents) {
  write_report("one");
  write_report("two");
  const Chart chart = timeline_chart({.rows = {row("one", "x"), row("two", "y")}}, table_, notes_);
  EXPECT_THAT(chart.panels, SizeIs(2));
  EXPECT_THAT(chart.lines, SizeIs(1));
}

TEST_F(TimelineChart, ShowsTheRangeOfSeveralPasses) {
  write_report("one", 1, 100);
  write_report("one", 2, 300);
  table::Row second = row("one", "x");
  second.pass = 2;
  const Chart chart = timeline_chart({.rows = {row("one", "x"), second}}, table_, notes_);
  const Point& point = chart.panels.at(0).lines.at(0).at(0);
  EXPECT_NEAR(*point.low, 100, 1e-3);
  EXPECT_NEAR(*point.value, 200, 1e-3);
  EXPECT_NEAR(*point.high, 300, 1e-3);
}

TEST_F(TimelineChart, IsHollowAtItsEndWhereARowIsNotValid) {
  write_report("one");
  table::Row invalid = row("one", "x");
  invalid.valid = table::kInvalid;
  const Chart chart = timeline_chart({.rows = {invalid}}, table_, notes_);
  const Point& last = chart.panels.at(0).lines.at(0).back();
  EXPECT_TRUE(last.marked);
  EXPECT_FALSE(last.valid);
}

TEST_F(TimelineChart, IsNotDrawnWithoutReports) {
  EXPECT_THAT(timeline_chart({.rows = {row("one", "x")}}, table_, notes_).panels, IsEmpty());
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("timeline: not drawn, since no report")));
}

TEST(RowsWithEvents, AreThoseToWhoseServersSomethingWasDone) {
  table::Row without = row("three", "none");
  table::Row before = row("four", "");
  before.settings.clear();
  const table::Table some = rows_with_events({.rows = {row("one", "x"), without, before}});
  ASSERT_THAT(some.rows, SizeIs(1));
  EXPECT_EQ(some.rows[0].scenario, "one");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
