#include "orchestrator/table/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <string>

#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::table {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Columns, BeginWithTheTenOfTheOriginal) {
  std::vector<std::string> first;
  for (std::size_t i = 0; i < 10; ++i) first.emplace_back(columns().at(i).name);
  EXPECT_THAT(first, ElementsAre("timestamp", "mode", "server_pool", "operation", "volume",
                                 "client_pool", "avg_time_s", "throughput_Bps", "success", "fail"));
}

TEST(Columns, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Column& column : columns()) names.insert(column.name);
  EXPECT_EQ(names.size(), columns().size());
}

TEST(Columns, AreFoundByName) {
  ASSERT_NE(find_column("p99_s"), nullptr);
  EXPECT_STREQ(find_column("p99_s")->name, "p99_s");
  EXPECT_EQ(find_column("p98_s"), nullptr);
}

TEST(Columns, GiveASettingWhoseNameAResultHasAPrefix) {
  EXPECT_EQ(setting_column("requests"), "set_requests");
  EXPECT_EQ(column_setting("set_requests"), "requests");
}

TEST(Columns, LeaveOtherSettingsTheirNames) {
  EXPECT_EQ(setting_column("protocol"), "protocol");
  EXPECT_EQ(column_setting("protocol"), "protocol");
  EXPECT_EQ(column_setting("set_protocol"), "set_protocol");
}

TEST(Columns, WriteNumbersSoThatTheyReadBackTheSame) {
  const Column& column = *find_column("avg_time_s");
  for (const double value : {0.1, 1.0 / 3, 1e-9, 5e-324, 123456789.123456789, 1e300}) {
    Row row;
    row.avg_time_s = value;
    Row read;
    ASSERT_TRUE(from_text(read, column, to_text(row, column)));
    EXPECT_EQ(read.avg_time_s, value);
  }
}

TEST(Columns, WriteNumbersShortly) {
  Row row;
  row.volume = 100;
  row.avg_time_s = 0.25;
  EXPECT_EQ(to_text(row, *find_column("volume")), "100");
  EXPECT_EQ(to_text(row, *find_column("avg_time_s")), "0.25");
}

TEST(Columns, WriteTheLargestCount) {
  Row row;
  row.bytes = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(to_text(row, *find_column("bytes")), "18446744073709551615");
}

TEST(Columns, WriteNothingForWhatWasNotMeasured) {
  EXPECT_EQ(to_text(Row{}, *find_column("p99_s")), "");
}

TEST(Columns, ReadNothingAsNotMeasured) {
  Row row;
  row.p99_s = 1;
  EXPECT_TRUE(from_text(row, *find_column("p99_s"), ""));
  EXPECT_EQ(row.p99_s, std::nullopt);
}

TEST(Columns, RefuseWhatIsNoNumber) {
  Row row;
  for (const char* text : {"x", "1x", " 1", "1 ", "-1", "nan", "inf", "1e999", "0x10", "1,5"})
    EXPECT_FALSE(from_text(row, *find_column("avg_time_s"), text)) << text;
}

TEST(Columns, RefuseWhatIsNoCount) {
  Row row;
  for (const char* text : {"", "1.5", "-1", "18446744073709551616"})
    EXPECT_FALSE(from_text(row, *find_column("client_pool"), text)) << text;
}

TEST(Columns, GiveNumbersOfNumbersOnly) {
  Row row;
  row.mode = "7";
  row.client_pool = 7;
  EXPECT_EQ(to_number(row, *find_column("client_pool")), 7.0);
  EXPECT_EQ(to_number(row, *find_column("mode")), std::nullopt);
  EXPECT_EQ(to_number(row, *find_column("max_s")), std::nullopt);
}

std::string better(Better better) {
  return better == Better::kMore ? "more" : better == Better::kLess ? "less" : "";
}

std::string glossary() {
  std::ostringstream lines;
  lines << "| column | unit | better | from | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const Column& column : columns())
    lines << "| `" << column.name << "` | " << column.unit << " | " << better(column.better)
          << " | " << name_of(column.source) << " | " << column.meaning << " |\n";
  return lines.str();
}

std::string settings_glossary() {
  std::ostringstream lines;
  lines << "| column | meaning |\n| --- | --- |\n";
  for (const matrix::Setting& setting : matrix::settings()) {
    if (setting.required()) continue;
    lines << "| `" << setting_column(setting.name) << "` | " << setting.meaning << " |\n";
  }
  return lines.str();
}

std::string readme() {
  std::ifstream file(GAUNTLET_SOURCE_DIR "/results/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Glossary, DescribesEveryColumnAsItIsDeclared) { EXPECT_THAT(readme(), HasSubstr(glossary())); }

TEST(Glossary, DescribesEverySettingAsItIsDeclared) {
  EXPECT_THAT(readme(), HasSubstr(settings_glossary()));
}

}  // namespace
}  // namespace gauntlet::orchestrator::table
