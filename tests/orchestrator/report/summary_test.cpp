#include "orchestrator/report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

table::Row row(const char* operation, const char* mode, double aggregate_Bps) {
  table::Row row = made_row(operation, mode, 10, 5, 1);
  row.aggregate_Bps = aggregate_Bps;
  row.requests_per_s = 100;
  row.p50_s = 0.05;
  return row;
}

TEST(Summary, IsALineForEachOperationAndMode) {
  table::Table table{{},
                     {row("get", "thread", 1048576), row("get", "thread", 3145728),
                      row("upload", "process", 2097152)},
                     {}};
  EXPECT_EQ(
      summary(table),
      "operation  mode     scenarios  failed   best rate  median rate  requests/s  median p50\n"
      "get        thread           2       0  3.00 MiB/s   2.00 MiB/s         100     50.0 ms\n"
      "upload     process          1       0  2.00 MiB/s   2.00 MiB/s         100     50.0 ms\n");
}

TEST(Summary, CountsFailedScenariosButNotTheirFigures) {
  table::Table table{{}, {row("get", "thread", 1048576)}, {}};
  table.rows[0].status = "late";
  EXPECT_EQ(
      summary(table),
      "operation  mode    scenarios  failed  best rate  median rate  requests/s  median p50\n"
      "get        thread          1       1          -            -           -           -\n");
}

TEST(Summary, CountsAScenarioOnceHoweverManyPassesItHas) {
  table::Table table{{}, {row("get", "thread", 1048576), row("get", "thread", 3145728)}, {}};
  table.rows[0].pass = 1;
  table.rows[1].pass = 2;
  EXPECT_EQ(
      summary(table),
      "operation  mode    scenarios  failed   best rate  median rate  requests/s  median p50\n"
      "get        thread          1       0  3.00 MiB/s   2.00 MiB/s         100     50.0 ms\n");
}

TEST(Summary, IsALineForEachServerWhereThereAreSeveral) {
  table::Table table{
      {"server"}, {row("get", "thread", 1048576), row("get", "thread", 3145728)}, {}};
  table.rows[0].settings = {{"server", "server_pool"}};
  table.rows[1].settings = {{"server", "nginx"}};
  EXPECT_THAT(summary(table),
              testing::AllOf(testing::HasSubstr("get        nginx, thread "),
                             testing::HasSubstr("get        server_pool, thread ")));
}

TEST(Summary, OfAnEmptyTableIsEmpty) { EXPECT_EQ(summary({}), ""); }

}  // namespace
}  // namespace gauntlet::orchestrator::report
