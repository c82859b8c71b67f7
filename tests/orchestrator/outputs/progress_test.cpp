#include "orchestrator/outputs/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gauntlet::orchestrator::outputs {
namespace {

using testing::HasSubstr;
using testing::Not;

table::Row good_row() {
  table::Row row;
  row.scenario = "thread-s5-get-10MB-c50";
  row.operation = "get";
  row.status = "ok";
  row.aggregate_Bps = 1.5 * 1024 * 1024 * 1024;
  return row;
}

// What a sweep of two rows, the second one failed, writes in a style.
std::string written(ProgressStyle style) {
  std::string text;
  const matrix::Scenario scenario{.id = good_row().scenario};
  Progress progress(style, {""}, {}, [&text](std::string_view part) { text += part; });
  progress.begin({.scenarios = {scenario, scenario}}, {});
  table::Row bad = good_row();
  bad.status = "late";
  bad.note = "client_pool had not reported";
  for (const table::Row& row : {good_row(), bad}) {
    const sweep::Run run{.scenario = scenario, .planned = scenario};
    progress.started(run);
    progress.row(run, row, {});
  }
  progress.end({});
  return text;
}

TEST(Progress, HasALineForAScenario) {
  EXPECT_EQ(format_row_line(good_row(), 7, {.total = 162, .id_width = 24}),
            "  7/162  thread-s5-get-10MB-c50    ok                  1.50 GiB/s");
}

TEST(Progress, ShowsWhatARowNotes) {
  table::Row row = good_row();
  row.aggregate_Bps = std::nullopt;
  row.status = "late";
  row.note = "server_pool was not ready";
  EXPECT_THAT(format_row_line(row, 1, {.total = 1}), HasSubstr("-  server_pool was not ready"));
}

TEST(Progress, SaysWhatLimitedAGoodRow) {
  table::Row row = good_row();
  row.limited_by = "host_cpu";
  row.valid = "yes";
  row.note = "limited by host_cpu: the host was 99% busy";
  EXPECT_THAT(format_row_line(row, 1, {.total = 1}), testing::EndsWith("/s  host_cpu"));
}

TEST(Progress, SaysThatARowIsNotValid) {
  table::Row row = good_row();
  row.valid = "no";
  EXPECT_THAT(format_row_line(row, 1, {.total = 1}), testing::EndsWith("/s  not valid"));
  row.limited_by = "disk";
  EXPECT_THAT(format_row_line(row, 1, {.total = 1}), testing::EndsWith("/s  disk, not valid"));
  row.doubt = "steal";
  EXPECT_THAT(format_row_line(row, 1, {.total = 1}),
              testing::EndsWith("/s  disk, not valid: steal"));
}

TEST(Progress, CountsListsByRequests) {
  table::Row row = good_row();
  row.operation = "list";
  row.requests_per_s = 1234.4;
  EXPECT_EQ(format_row_rate(row), "1,234 requests/s");
}

TEST(Progress, DrawsABarWithScenarioRateAndTimeLeft) {
  const BarState state{.done = 40,
                       .total = 160,
                       .scenario = "thread-s5-get-10MB-c50",
                       .rate = "1.50 GiB/s",
                       .elapsed_s = 20};
  EXPECT_EQ(format_bar(state, 120),
            "[#####...............] 40/160  60.0 s left  last 1.50 GiB/s  thread-s5-get-10MB-c50");
}

TEST(Progress, CountsFailuresInTheBar) {
  EXPECT_THAT(format_bar({.done = 2, .total = 4, .failed = 1}, 80), HasSubstr("2/4  1 failed"));
}

TEST(Progress, CutsTheBarToTheTerminal) {
  EXPECT_EQ(format_bar({.done = 1, .total = 2, .scenario = std::string(200, 'x')}, 40).size(), 40u);
}

TEST(Progress, SurvivesAnEmptySweep) {
  EXPECT_EQ(format_bar({}, 80), "[....................] 0/0");
}

TEST(Progress, WritesPlainLinesWhereThereIsNoTerminal) {
  const std::string text = written(ProgressStyle::kLines);
  EXPECT_THAT(text, HasSubstr("1/2  thread-s5-get-10MB-c50"));
  EXPECT_THAT(text, HasSubstr("late"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Progress, GivesOnlyFailedScenariosALineAboveTheBar) {
  const std::string text = written(ProgressStyle::kBar);
  EXPECT_THAT(text, HasSubstr("client_pool had not reported\n"));
  EXPECT_EQ(text.find('\n'), text.rfind('\n'));
}

TEST(Progress, NamesThePassWhereThereAreSeveral) {
  table::Row row = good_row();
  row.pass = 2;
  EXPECT_THAT(format_row_line(row, 7, {.total = 12, .passes = 3}),
              testing::StartsWith(" 7/12  2/3  thread-s5"));
  EXPECT_THAT(format_bar({.done = 7, .total = 12, .pass = 2, .passes = 3}, 80),
              HasSubstr("7/12  pass 2/3"));
}

TEST(Progress, JudgesThePaceByWhatRanSinceTheSweepWasResumed) {
  const BarState state{.done = 6, .earlier = 4, .total = 10, .elapsed_s = 4};
  EXPECT_THAT(format_bar(state, 80), HasSubstr("6/10  8.00 s left"));
}

TEST(Progress, CanBeSilent) { EXPECT_EQ(written(ProgressStyle::kNone), ""); }

}  // namespace
}  // namespace gauntlet::orchestrator::outputs
