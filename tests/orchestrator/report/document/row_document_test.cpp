#include "orchestrator/report/document/row_document.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "contract/derive.h"
#include "orchestrator/sweep/sidecar.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::document {
namespace {

class RowDocument : public testing::Test {
 protected:
  RowDocument() {
    row_.scenario = "one";
    row_.pass = 1;
  }

  // 100 requests and 100 MB a second, each request of 20 ms, for ten seconds.
  void write_report() const {
    constexpr Duration kTen = std::chrono::seconds(10);
    contract::Totals totals{.ran = kTen};
    totals.timeline.add(Duration{}, kTen, {.requests = 1000, .bytes = 1e9, .latency_s = 20});
    for (int i = 0; i < 1000; ++i) totals.times.latency.record(std::chrono::milliseconds(20));
    const nlohmann::json report = {
        {"report", contract::to_json(contract::derive(std::move(totals)))},
        {"events", {{{"at_s", 2.5}, {"event", "kill server"}}}}};
    const auto file = sweep::Sidecar::report_file(table_, row_.scenario, 1);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << report;
  }

  TemporaryFolder folder_{};
  std::filesystem::path table_ = folder_ / "t.csv";
  table::Row row_ = made_row("get", "thread", 10, 5, 1);
};

TEST_F(RowDocument, HasTheColumnsOfItsRow) {
  row_.limited_by = "server_cpu";
  const auto row = row_document(row_, table_).at("row");
  EXPECT_EQ(row.at("limited_by"), "server_cpu");
  EXPECT_EQ(row.at("volume"), 10);
  EXPECT_TRUE(row.at("p999_s").is_null()) << "was not measured";
}

TEST_F(RowDocument, HasNothingMoreWhereNoReportIsKept) {
  const auto document = row_document(row_, table_);
  EXPECT_TRUE(document.at("distribution").is_null());
  EXPECT_TRUE(document.at("course").is_null());
  EXPECT_TRUE(document.at("report").is_null());
}

TEST_F(RowDocument, SaysHowItsRunWentOverItsTime) {
  write_report();
  const auto course = row_document(row_, table_).at("course");
  ASSERT_FALSE(course.at("points").empty());
  const auto& point = course.at("points").at(course.at("points").size() / 2);
  EXPECT_NEAR(point.at(0).get<double>(), 5, 0.5);
  EXPECT_NEAR(point.at(1).get<double>(), 100, 0.1);
  EXPECT_NEAR(point.at(2).get<double>(), 1e8, 1e5);
  EXPECT_NEAR(point.at(3).get<double>(), 0.02, 1e-4);
  EXPECT_EQ(course.at("events").dump(), R"([{"at_s":2.5,"what":"kill server"}])");
}

TEST_F(RowDocument, SaysHowItsResponseTimesAreDistributed) {
  write_report();
  const auto distribution = row_document(row_, table_).at("distribution");
  EXPECT_EQ(distribution.at("requests"), 1000);
  const auto& last = distribution.at("points").back();
  EXPECT_NEAR(last.at(1).get<double>(), 0.02, 1e-4);
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::document
