#include "base/units.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace gauntlet {
namespace {

using namespace std::chrono_literals;

TEST(ParseDuration, ReadsEveryUnit) {
  EXPECT_EQ(parse_duration("7ns"), 7ns);
  EXPECT_EQ(parse_duration("250us"), 250us);
  EXPECT_EQ(parse_duration("100ms"), 100ms);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("2m"), 2min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("5 s"), 5s);
  EXPECT_EQ(parse_duration("0"), 0s);
  EXPECT_EQ(parse_duration("1000h"), 1000h);
}

TEST(ParseDuration, IsNothingForAnythingElse) {
  for (const char* text : {"", " ", "s", "-1s", "+1s", "1x", "1S", "1ss", "1s ", " 1s", "1,5s",
                           "nan", "inf", "1e99", "1001h", "five"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(ParseDuration, TakesNoNumberWithoutAUnitButZero) {
  EXPECT_EQ(parse_duration("5"), std::nullopt);
  EXPECT_EQ(parse_duration("0.0"), 0s);
  EXPECT_EQ(why_no_duration("5"), "'5' has no unit; write 5ms, 5s or 5m");
  EXPECT_EQ(why_no_duration("soon"), "'soon' is not a duration; write it as 500ms, 5s or 2m");
}

TEST(ParseSize, TakesNoNumberWithoutAUnitButZero) {
  EXPECT_EQ(parse_size("4096"), std::nullopt);
  EXPECT_EQ(why_no_size("64"), "'64' has no unit; write 64B, 64KiB or 64MiB");
  EXPECT_EQ(why_no_size("much"), "'much' is not a size; write it as 64KiB, 100MiB or 2GiB");
}

TEST(ParseSize, ReadsEveryUnitAsAPowerOf1024) {
  EXPECT_EQ(parse_size("0"), 0u);
  EXPECT_EQ(parse_size("7B"), 7u);
  for (const char* text : {"64KiB", "64KB", "64K", "64k", "64 kb"})
    EXPECT_EQ(parse_size(text), 64 * kKiB) << text;
  for (const char* text : {"100MiB", "100MB", "100M", "100mb"})
    EXPECT_EQ(parse_size(text), 100 * kMiB) << text;
  for (const char* text : {"2GiB", "2GB", "2G"}) EXPECT_EQ(parse_size(text), 2 * kGiB) << text;
  EXPECT_EQ(parse_size("1.5KiB"), 1536u);
}

TEST(ParseSize, IsNothingForAnythingElse) {
  for (const char* text :
       {"", "B", "-1", "+1", "1TiB", "1KiBs", "1K ", "0x10", "nan", "inf", "1e30"})
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
}

TEST(ParseVolume, TakesABareNumberAsMebibytes) {
  EXPECT_EQ(parse_volume("10"), 10);
  EXPECT_EQ(parse_volume("0.5"), 0.5);
}

TEST(ParseVolume, TakesASizeByItsUnit) {
  EXPECT_EQ(parse_volume("1KiB"), 1.0 / 1024);
  EXPECT_EQ(parse_volume("100B"), 100.0 / 1048576);
  EXPECT_EQ(parse_volume("10 MB"), 10);
  EXPECT_EQ(parse_volume("2GiB"), 2048);
}

TEST(ParseVolume, IsNothingForAnythingElse) {
  for (const char* text : {"", "MiB", "-1", "10XB", "nan", "inf", "1KiBs"})
    EXPECT_EQ(parse_volume(text), std::nullopt) << text;
}

TEST(FormatVolume, ShowsTheSizeInItsUnitWithoutZerosAtItsEnd) {
  EXPECT_EQ(format_volume(10), "10 MiB");
  EXPECT_EQ(format_volume(100), "100 MiB");
  EXPECT_EQ(format_volume(1.5), "1.5 MiB");
  EXPECT_EQ(format_volume(0.5), "512 KiB");
  EXPECT_EQ(format_volume(1.0 / 1024), "1 KiB");
  EXPECT_EQ(format_volume(0.000976562), "1 KiB") << "cut off, as a text of six digits is";
  EXPECT_EQ(format_volume(0.001), "1.02 KiB");
  EXPECT_EQ(format_volume(100.0 / 1048576), "100 B");
  EXPECT_EQ(format_volume(0), "0 B");
}

TEST(FormatCount, GroupsThousands) {
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(12800), "12,800");
  EXPECT_EQ(format_count(12799.6), "12,800");
  EXPECT_EQ(format_count(123456), "123,456");
  EXPECT_EQ(format_count(1234567), "1,234,567");
}

TEST(FormatCount, ShowsThreeDigitsOfWhatIsNotWhole) {
  EXPECT_EQ(format_count(0.05), "0.05");
  EXPECT_EQ(format_count(12.34), "12.3");
  EXPECT_EQ(format_count(543.7), "544");
  EXPECT_EQ(format_count(2), "2");
  EXPECT_EQ(format_count(0), "0");
}

TEST(Counted, IsSingularForOneAlone) {
  EXPECT_EQ(counted(1, "worker"), "1 worker");
  EXPECT_EQ(counted(0, "worker"), "0 workers");
  EXPECT_EQ(counted(12800, "row"), "12,800 rows");
  EXPECT_EQ(counted(2, "pass", "passes"), "2 passes");
  EXPECT_EQ(counted_of(1, 1, "rows"), "1 of 1 rows is");
  EXPECT_EQ(counted_of(2, 1024, "rows"), "2 of 1,024 rows are");
}

TEST(ExactDuration, IsTheShortestThatParsesToTheSame) {
  EXPECT_EQ(exact_duration(0s), "0s");
  EXPECT_EQ(exact_duration(2s), "2s");
  EXPECT_EQ(exact_duration(1500ms), "1500ms");
  EXPECT_EQ(exact_duration(7us), "7us");
  for (const Duration duration : {Duration(1), Duration(999), Duration(1001), Duration(3600s)})
    EXPECT_EQ(parse_duration(exact_duration(duration)), duration);
}

TEST(ExactSize, IsTheShortestThatParsesToTheSame) {
  EXPECT_EQ(exact_size(0), "0");
  EXPECT_EQ(exact_size(64 * kKiB), "64KiB");
  EXPECT_EQ(exact_size(2 * kGiB), "2GiB");
  for (const std::uint64_t size : {std::uint64_t{1}, kKiB, kKiB + 1, 1536 * kMiB})
    EXPECT_EQ(parse_size(exact_size(size)), size);
}

TEST(FormatSeconds, HasThreeDigitsAndAUnit) {
  const std::pair<double, const char*> cases[] = {
      {0, "0 s"},           {1e-9, "1.00 ns"},     {123e-9, "123 ns"},   {1e-6, "1.00 us"},
      {999.4e-6, "999 us"}, {999.6e-6, "1.00 ms"}, {0.0123, "12.3 ms"},  {0.9994, "999 ms"},
      {0.9996, "1.00 s"},   {1.5, "1.50 s"},       {9.996, "10.0 s"},    {99.94, "99.9 s"},
      {99.96, "1 m 40 s"},  {125, "2 m 05 s"},     {3599.6, "1 h 00 m"}, {3660, "1 h 01 m"},
      {-1.5, "-1.50 s"},
  };
  for (const auto& [seconds, text] : cases) EXPECT_EQ(format_seconds(seconds), text);
}

TEST(FormatDuration, IsTheSameAsOfItsSeconds) {
  EXPECT_EQ(format_duration(12'300us), "12.3 ms");
  EXPECT_DOUBLE_EQ(to_seconds(12'300us), 0.0123);
}

TEST(FormatBytes, HasThreeDigitsAndAUnit) {
  const std::pair<double, const char*> cases[] = {
      {0, "0 B"},           {1023, "1023 B"},         {1023.6, "1.00 KiB"},
      {1536, "1.50 KiB"},   {104'857'600, "100 MiB"}, {1.5 * 1024 * 1024 * 1024, "1.50 GiB"},
      {1e18, "909495 TiB"},
  };
  for (const auto& [bytes, text] : cases) EXPECT_EQ(format_bytes(bytes), text);
}

TEST(FormatRate, IsBytesASecond) { EXPECT_EQ(format_rate(1536), "1.50 KiB/s"); }

TEST(Timestamps, AreLocalTimeWithItsOffset) {
  ::setenv("TZ", "XST-05:30", 1);  // POSIX counts westwards: this is 05:30 east
  ::tzset();
  const std::chrono::system_clock::time_point time(1'769'903'999'123ms);  // 2026-01-31T23:59:59Z
  EXPECT_EQ(timestamp_iso(time), "2026-02-01T05:29:59.123+05:30");
  EXPECT_EQ(timestamp_for_names(time), "20260201_052959");
}

TEST(Durations, AreRoundedToNanosecondsFromSeconds) {
  EXPECT_EQ(from_seconds(1.5), std::chrono::milliseconds(1500));
  EXPECT_EQ(from_seconds(0.1), std::chrono::milliseconds(100));
  EXPECT_EQ(from_seconds(-2e-9), std::chrono::nanoseconds(-2));
}

}  // namespace
}  // namespace gauntlet
