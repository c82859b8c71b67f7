#include "orchestrator/report/pictures/distribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "metrics/histogram.h"
#include "orchestrator/sweep/sidecar.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Distribution : public testing::Test {
 protected:
  // A table of one cell in so many passes.
  table::Table cell(std::uint64_t passes) const {
    table::Table table;
    for (std::uint64_t pass = 1; pass <= passes; ++pass) {
      table::Row row = made_row("get", "thread", 10, 5, 1);
      row.scenario = "one";
      row.pass = pass;
      row.min_s = 0.0005;
      row.p50_s = 0.001 * static_cast<double>(pass);
      row.p99_s = 0.004;
      table.rows.push_back(row);
    }
    return table;
  }

  // The report of a pass in which 400 requests took so many milliseconds each.
  void write_report(std::uint64_t pass, int milliseconds) const {
    metrics::Histogram histogram;
    for (int i = 0; i < 400; ++i) histogram.record(std::chrono::milliseconds(milliseconds));
    const auto file = sweep::Sidecar::report_file(table_, "one", pass);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << nlohmann::json{
        {"report", {{"histograms", {{"latency", histogram.to_json()}}}}}};
  }

  std::vector<Point> marks(const table::Table& table) {
    const Chart chart = distribution_chart(table, table_, notes_);
    caption_ = chart.caption;
    std::vector<Point> marked;
    for (const Point& point : chart.panels.at(0).lines.at(0))
      if (point.marked) marked.push_back(point);
    return marked;
  }

  TemporaryFolder folder_{};
  std::filesystem::path table_ = folder_ / "t.csv";
  std::vector<std::string> notes_{};
  std::string caption_{};
};

TEST_F(Distribution, IsThatOfTheReportsOfAllPassesTogether) {
  write_report(1, 1);
  write_report(2, 3);
  const std::vector<Point> points = marks(cell(2));
  ASSERT_THAT(points, SizeIs(3));                 // 800 requests say nothing of 99.9%
  EXPECT_NEAR(points[0].value.value(), 1, 0.01);  // 50%
  EXPECT_NEAR(points[1].value.value(), 3, 0.01);  // 90%
  EXPECT_NEAR(points[1].x, 1, 1e-9);
  EXPECT_NEAR(points[2].x, 2, 1e-9);
  EXPECT_THAT(caption_, Not(HasSubstr("columns")));
}

TEST_F(Distribution, IsThatOfTheColumnsWhereAReportIsMissingAndSaysSo) {
  write_report(1, 7);
  const std::vector<Point> points = marks(cell(3));
  ASSERT_THAT(points, SizeIs(2));
  EXPECT_DOUBLE_EQ(points[0].value.value(), 2);
  EXPECT_DOUBLE_EQ(points[1].value.value(), 4);
  EXPECT_THAT(caption_, HasSubstr("percentile columns"));
}

TEST_F(Distribution, HasTheRangeOfThePassesAtEachMark) {
  write_report(1, 1);
  write_report(2, 3);
  const std::vector<Point> points = marks(cell(2));
  EXPECT_NEAR(points.at(1).low.value(), 1, 0.01);
  EXPECT_NEAR(points.at(1).high.value(), 3, 0.01);
}

TEST_F(Distribution, HasTheRangeOfThePassesAlsoOfTheColumns) {
  const std::vector<Point> points = marks(cell(3));
  EXPECT_DOUBLE_EQ(points.at(0).low.value(), 1);
  EXPECT_DOUBLE_EQ(points.at(0).high.value(), 3);
}

TEST_F(Distribution, HasNoRangeOfASinglePass) {
  write_report(1, 1);
  EXPECT_EQ(marks(cell(1)).at(0).low, std::nullopt);
}

TEST_F(Distribution, IsThatOfTheColumnsWhereAReportIsBroken) {
  write_report(1, 7);
  std::ofstream(sweep::Sidecar::report_file(table_, "one", 1)) << "{\"report\": [";
  EXPECT_THAT(marks(cell(1)), SizeIs(2));
}

TEST_F(Distribution, ReadsNoReportOutsideOfTheTablesFolder) {
  write_report(1, 7);
  std::filesystem::rename(sweep::Sidecar::report_file(table_, "one", 1),
                          folder_ / "elsewhere.pass1.json");
  table::Table table = cell(1);
  table.rows[0].scenario = "../../elsewhere";
  EXPECT_DOUBLE_EQ(marks(table).at(0).value.value(), 1);
}

TEST_F(Distribution, MarksWhatIsNotValid) {
  table::Table table = cell(1);
  table.rows[0].valid = table::kInvalid;
  EXPECT_FALSE(marks(table).at(0).valid);
}

TEST_F(Distribution, IsNotDrawnWithoutPercentiles) {
  table::Table table = cell(1);
  table.rows[0].p50_s = table.rows[0].p99_s = std::nullopt;
  EXPECT_THAT(distribution_chart(table, table_, notes_).panels, IsEmpty());
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("distribution: not drawn")));
}

TEST(TellingRows, AreThoseOfTheSmallestVolumeAndMostClients) {
  const table::Table table = made_table();
  const table::Table few = telling_rows(table, to_cells(table));
  ASSERT_THAT(few.rows, SizeIs(18));  // of 3 operations, 2 modes and 3 server pools
  for (const table::Row& row : few.rows) {
    EXPECT_EQ(row.volume, 10);
    EXPECT_EQ(row.client_pool, 50U);
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
