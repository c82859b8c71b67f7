#include "orchestrator/report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

table::Row row(const char* operation, const char* mode, double aggregate_Bps,
               std::uint64_t pass = 1) {
  table::Row row = made_row(operation, mode, 10, 5, 1);
  row.aggregate_Bps = aggregate_Bps;
  row.requests_per_s = 12800;
  row.p50_s = 0.05;
  row.pass = pass;
  return row;
}

TEST(Summary, IsALineForEachCombinationWithItsFigures) {
  table::Table table{{}, {row("get", "thread", 1048576), row("upload", "process", 2097152)}, {}};
  EXPECT_EQ(summary(table),
            "2 rows of 2 scenarios in 1 pass\n"
            "operation  mode           rate  requests/s      p50\n"
            "get        thread   1.00 MiB/s      12,800  50.0 ms\n"
            "upload     process  2.00 MiB/s      12,800  50.0 ms\n");
}

TEST(Summary, HasBestAndMedianAndTheirScatterOfSeveralPasses) {
  table::Table table{{}, {row("get", "thread", 1048576, 1), row("get", "thread", 3145728, 2)}, {}};
  EXPECT_EQ(summary(table),
            "2 rows of 1 scenario in 2 passes\n"
            "operation  rows   best rate      median rate  requests/s          p50\n"
            "get           2  3.00 MiB/s  2.00 MiB/s ±71%  12,800 ±0%  50.0 ms ±0%\n"
            "±: standard deviation over the passes of a scenario\n");
}

TEST(Summary, SaysHowManyValuesALineMerges) {
  table::Table table{{}, {row("get", "thread", 1048576), row("get", "process", 3145728)}, {}};
  EXPECT_EQ(summary(table, {.most_lines = 1}),
            "2 rows of 2 scenarios in 1 pass\n"
            "operation  mode     rows   best rate  median rate  requests/s      p50\n"
            "get        2 modes     2  3.00 MiB/s   2.00 MiB/s      12,800  50.0 ms\n"
            "merged: mode, since 2 combinations have no room\n");
}

TEST(Summary, ScattersWithinScenariosNotBetweenThem) {
  table::Table table;
  for (const std::uint64_t pass : {1u, 2u}) {
    table.rows.push_back(row("get", "thread", 1048576, pass));
    table.rows.push_back(row("get", "process", 3145728, pass));
  }
  EXPECT_THAT(summary(table, {.most_lines = 1}), HasSubstr("2.00 MiB/s ±0%"));
}

TEST(Summary, LeavesRowsOutThatFailedOrAreNotValidAndSaysHowMany) {
  table::Table table;
  for (const std::uint64_t pass : {1u, 2u, 3u, 4u})
    table.rows.push_back(row("get", "thread", 1048576, pass));
  table.rows[1].aggregate_Bps = 9e9;
  table.rows[1].valid = "no";
  table.rows[2].aggregate_Bps = 9e9;
  table.rows[2].status = "late";
  table.rows[3].status = "server_died";
  const std::string text = summary(table);
  EXPECT_THAT(text, StartsWith("4 rows of 1 scenario in 4 passes; left out: 1 late, 1 not valid, 1 "
                               "server_died\n"));
  EXPECT_THAT(text, HasSubstr("get        1 of 4  1.00 MiB/s   1.00 MiB/s "));
}

TEST(Summary, LeavesOutTheRowsOfTheOriginalInWhichAClientFailed) {
  table::Table table{{}, {row("get", "thread", 1), row("get", "process", 1)}, {}};
  for (table::Row& each : table.rows) each.status = "";
  table.rows[0].fail = 1;
  EXPECT_THAT(summary(table), HasSubstr("; left out: 1 failed\n"));
}

TEST(Summary, ShowsFiguresThatAreNotValidOnlyWhereNoRowIsAndSaysSo) {
  table::Table table{{}, {row("get", "thread", 1048576)}, {}};
  table.rows[0].valid = "no";
  EXPECT_THAT(summary(table), AllOf(HasSubstr("1.00 MiB/s"), HasSubstr("beware: no row is valid")));
}

TEST(Summary, HasNoFigureOfRowsThatFailed) {
  table::Table table{{}, {row("get", "thread", 1048576)}, {}};
  table.rows[0].status = "late";
  EXPECT_EQ(summary(table),
            "1 row of 1 scenario in 1 pass; left out: 1 late\n"
            "operation    rows\n"
            "get        0 of 1\n");
}

TEST(Summary, HasTheRateOfAClientWhereTheTableHasNoOtherButNoneOfLists) {
  table::Table table{{}, {row("get", "thread", 0), row("list", "thread", 0)}, {}};
  for (table::Row& each : table.rows) {
    each.aggregate_Bps = each.requests_per_s = each.p50_s = std::nullopt;
    each.throughput_Bps = 2097152;
    each.avg_time_s = 0.5;
  }
  EXPECT_EQ(summary(table),
            "2 rows of 2 scenarios in 1 pass\n"
            "operation  rate of a client  mean time\n"
            "get              2.00 MiB/s     500 ms\n"
            "list                      -     500 ms\n");
}

TEST(Summary, IsATableOfMarkdownWhereThatIsAskedFor) {
  table::Table table{
      {"server"}, {row("get", "thread", 1048576), row("get", "thread", 2097152)}, {}};
  table.rows[0].settings = {{"server", "a|b"}};
  table.rows[1].settings = {{"server", "<c>"}};
  table.rows[1].limited_by = "none";
  EXPECT_EQ(summary(table, {.format = SummaryFormat::kMarkdown}),
            "2 rows of 2 scenarios in 1 pass\n"
            "\n"
            "| operation | server | rate | requests/s | p50 |\n"
            "| --- | --- | ---: | ---: | ---: |\n"
            "| get | &lt;c> | 2.00 MiB/s | 12,800 | 50.0 ms |\n"
            "| get | a\\|b | 1.00 MiB/s | 12,800 | 50.0 ms |\n"
            "\n"
            "limited by: 1 none\n");
}

TEST(Summary, EndsWithWhatLimitedAndWhatToDoubt) {
  table::Table table{{}, {row("get", "thread", 1048576), row("get", "process", 1048576)}, {}};
  table.rows[0].valid = "no";
  table.rows[0].doubt = "steal";
  table.rows[1].limited_by = "none";
  EXPECT_THAT(summary(table, {.format = SummaryFormat::kMarkdown}),
              HasSubstr("\n\nlimited by: 1 none\n\n1 of 2 rows is not valid:\n- 1 steal: "));
  EXPECT_THAT(summary(table), HasSubstr("1 of 2 rows is not valid:\n  1 steal: "));
}

TEST(Summary, SaysHowManyRowsWereRunAgain) {
  table::Table table{{}, {row("get", "thread", 1048576)}, {}};
  table.rows[0].rerun = 1;
  EXPECT_THAT(summary(table), StartsWith("1 row of 1 scenario in 1 pass; run again: 1\n"));
}

TEST(Summary, OfAnEmptyTableIsEmpty) { EXPECT_EQ(summary({}), ""); }

TEST(Summary, IsEmptyWhereNoneIsWanted) {
  const table::Table table{{}, {row("get", "thread", 1)}, {}};
  EXPECT_EQ(summary(table, {.format = SummaryFormat::kNone}), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
