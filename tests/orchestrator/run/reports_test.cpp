#include "orchestrator/run/reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "tests/orchestrator/run/fake_programs.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::HasSubstr;

std::string line_of(const contract::ClientReport& report) {
  return contract::to_json(report).dump() + '\n';
}

TEST(Reports, AreToldFromTables) {
  EXPECT_TRUE(holds_reports("\n {\"event\":\"report\"}"));
  EXPECT_FALSE(holds_reports("timestamp,mode,..."));
  EXPECT_FALSE(holds_reports(""));
}

TEST(Reports, BecomePassesOfOneScenario) {
  const std::string text = line_of(report_line()) + "\n" + line_of(report_line());
  const table::Table table = to_table(parse_reports(text, "a.json"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].scenario, "thread-get-1MB-c4");
  EXPECT_EQ(table.rows[0].status, table::kStatusOk);
  EXPECT_EQ(table.rows[0].requests, 4u);
  EXPECT_EQ(table.rows[1].pass, 2u);
  EXPECT_FALSE(table.rows[0].server_cpu_s);
}

TEST(Reports, OfRequestsThatFailedAreFailedRows) {
  contract::ClientReport report = report_line();
  report.failed_requests = 2;
  report.errors = {{"reset", 2}};
  const table::Table table = to_table({report});
  EXPECT_EQ(table.rows[0].status, kStatusFailed);
  EXPECT_THAT(table.rows[0].note, HasSubstr("2 of 6 requests failed (reset: 2)"));
}

TEST(Reports, AreRefusedWithFileAndLine) {
  for (const char* wrong : {"{}", "{\"event\":", "nonsense"}) {
    try {
      parse_reports(line_of(report_line()) + wrong, "a.json");
      FAIL() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kBadInput);
      EXPECT_THAT(error.what(), HasSubstr("a.json:2: is no report of client_pool --json"));
    }
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
