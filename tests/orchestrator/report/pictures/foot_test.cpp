#include "orchestrator/report/pictures/foot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text_layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::vector<table::Row> two_rows() {
  table::Row first;
  first.machine = "a machine, 2 cores";
  first.version = "0.1.0";
  first.timestamp = "2026-01-31T12:00:59.123+00:00";
  table::Row second = first;
  second.timestamp = "2026-01-31T12:34:00.000+00:00";
  return {second, first};
}

TEST(Foot, SaysWhereAndWhenRowsWereMeasured) {
  EXPECT_THAT(foot_of(origin_of(two_rows()), "2 rows"),
              ElementsAre("a machine, 2 cores",
                          "measured 2026-01-31 12:00 to 12:34; Gauntlet 0.1.0; 2 rows"));
}

TEST(Foot, SaysTheDateOfTheEndWhereItIsAnother) {
  std::vector<table::Row> rows = two_rows();
  rows[0].timestamp = "2026-02-01T01:00:00.000+00:00";
  EXPECT_EQ(origin_of(rows).dates, "measured 2026-01-31 12:00 to 2026-02-01 01:00");
}

TEST(Foot, ReadsTheTimesOfTheOriginal) {
  table::Row row;
  row.timestamp = "2025-05-01 12:00:59";
  EXPECT_EQ(origin_of({row}).dates, "measured 2025-05-01 12:00");
}

TEST(Foot, IsOneLineWhereRowsDoNotSayWhereTheyAreFrom) {
  EXPECT_THAT(foot_of(origin_of(std::vector<table::Row>(2)), "2 rows"), ElementsAre("2 rows"));
}

TEST(Foot, CutsALongNameOfAMachine) {
  std::vector<table::Row> rows = two_rows();
  rows[0].machine = rows[1].machine = std::string(500, 'm');
  const Foot foot = foot_of(origin_of(rows), "2 rows");
  ASSERT_THAT(foot, SizeIs(2));
  EXPECT_EQ(foot[0], std::string(kFootLetters - 3, 'm') + "...");
}

TEST(Foot, HasNoLineThatIsTooLong) {
  std::vector<table::Row> rows = two_rows();
  rows[0].timestamp = std::string(300, 't');
  rows[1].version = std::string(300, 'v');
  for (const std::string& line : foot_of(origin_of(rows), std::string(300, 'c')))
    EXPECT_LE(text_width(line), kFootLetters);
}

TEST(Foot, SaysWhichRowsAreLeftOut) {
  EXPECT_EQ(describe_counts({.rows = 36, .failed = 2, .invalid_left = 1, .invalid_used = 4}, 3),
            "3 passes; 36 rows: 2 failed and left out, 1 not valid and left out, 4 not valid and "
            "hollow");
  EXPECT_EQ(describe_counts({.rows = 1}, 1), "1 pass; 1 row, none left out");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
