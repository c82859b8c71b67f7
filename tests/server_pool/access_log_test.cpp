#include "server_pool/access_log/access_log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::access_log {
namespace {

using testing::HasSubstr;

Entry example_entry() {
  return {.time_ns = 1'769'903'999'123'456'789,
          .client = "127.0.0.1",
          .method = "GET",
          .target = "/files/a.bin?x",
          .protocol = "HTTP/1.1",
          .status = 206,
          .bytes = 1024,
          .duration = std::chrono::microseconds(1500),
          .referer = "http://h/",
          .user_agent = "curl/7.88",
          .worker = 3};
}

std::string line_of(const Entry& entry, AccessLogFormat format) {
  std::string line;
  LineWriter(format).append(entry, line);
  return line;
}

TEST(AccessLogLine, IsCombinedAsApacheAndNginxWriteIt) {
  EXPECT_EQ(line_of(example_entry(), AccessLogFormat::kCombined),
            "127.0.0.1 - - [31/Jan/2026:23:59:59 +0000] \"GET /files/a.bin?x HTTP/1.1\" 206 1024 "
            "\"http://h/\" \"curl/7.88\"\n");
}

TEST(AccessLogLine, IsAnObjectInJson) {
  EXPECT_EQ(line_of(example_entry(), AccessLogFormat::kJson),
            "{\"time\":\"2026-01-31T23:59:59.123Z\",\"client\":\"127.0.0.1\",\"method\":\"GET\","
            "\"path\":\"/files/a.bin?x\",\"status\":206,\"bytes\":1024,\"duration_s\":0.001500,"
            "\"referer\":\"http://h/\",\"user_agent\":\"curl/7.88\",\"worker\":3}\n");
}

TEST(AccessLogLine, SaysWhatWasNotSent) {
  const Entry nothing{.client = "::1", .status = 400};
  EXPECT_EQ(line_of(nothing, AccessLogFormat::kCombined),
            "::1 - - [01/Jan/1970:00:00:00 +0000] \"-\" 400 0 \"-\" \"-\"\n");
  const auto json = nlohmann::json::parse(line_of(nothing, AccessLogFormat::kJson));
  EXPECT_TRUE(json["method"].is_null());
  EXPECT_TRUE(json["path"].is_null());
  EXPECT_TRUE(json["user_agent"].is_null());
}

TEST(AccessLogLine, StaysOneLineWhateverWasSent) {
  Entry entry = example_entry();
  entry.target = "/a\n127.0.0.1 - - forged";
  entry.referer = "\" \"quoted\\";
  entry.user_agent = "caf\xe9 \x7f";
  const std::string combined = line_of(entry, AccessLogFormat::kCombined);
  EXPECT_EQ(std::count(combined.begin(), combined.end(), '\n'), 1);
  EXPECT_THAT(combined, HasSubstr("\"GET /a\\x0A127.0.0.1 - - forged HTTP/1.1\""));
  EXPECT_THAT(combined, HasSubstr("\"\\x22 \\x22quoted\\x5C\" \"caf\\xE9 \\x7F\"\n"));
  const std::string json = line_of(entry, AccessLogFormat::kJson);
  EXPECT_EQ(std::count(json.begin(), json.end(), '\n'), 1);
  EXPECT_EQ(nlohmann::json::parse(json)["path"], entry.target);
}

TEST(AccessLogLine, HasTheTimeOfItsOwnSecond) {
  LineWriter writer(AccessLogFormat::kCombined);
  Entry entry = example_entry();
  std::string lines;
  writer.append(entry, lines);
  entry.time_ns += 1'000'000'000;
  writer.append(entry, lines);
  EXPECT_THAT(lines, HasSubstr("[31/Jan/2026:23:59:59 +0000]"));
  EXPECT_THAT(lines, HasSubstr("[01/Feb/2026:00:00:00 +0000]"));
}

class AccessLogFile : public testing::Test {
 protected:
  AccessLog open() { return {path, AccessLogFormat::kCombined, counters}; }
  std::ptrdiff_t lines_in(const std::string& name) const {
    const std::string text = folder.read(name);
    return std::count(text.begin(), text.end(), '\n');
  }
  static void add(AccessLog& log, int lines) {
    for (int i = 0; i < lines; ++i) log.add(example_entry());
  }

  TemporaryFolder folder;
  std::string path = folder / "log";
  WorkerCounters counters{};
};

TEST_F(AccessLogFile, GathersLinesUntilItIsFlushed) {
  AccessLog log = open();
  add(log, 3);
  EXPECT_EQ(lines_in("log"), 0);
  log.flush();
  EXPECT_EQ(lines_in("log"), 3);
}

TEST_F(AccessLogFile, WritesAtItsEnd) {
  {
    AccessLog log = open();
    add(log, 1);
  }
  EXPECT_EQ(lines_in("log"), 1);
}

TEST_F(AccessLogFile, WritesOnceMuchIsGathered) {
  AccessLog log = open();
  add(log, 1000);
  EXPECT_GT(lines_in("log"), 0);
  EXPECT_THAT(folder.read("log"), testing::EndsWith("\n"));
}

TEST_F(AccessLogFile, AppendsBesideOthers) {
  AccessLog one = open();
  AccessLog other = open();
  add(one, 2);
  add(other, 2);
  one.flush();
  other.flush();
  add(one, 1);
  one.flush();
  EXPECT_EQ(lines_in("log"), 5);
}

TEST_F(AccessLogFile, GoesOnInANewFileOfTheNameWhenItIsReopened) {
  AccessLog log = open();
  add(log, 1);
  std::filesystem::rename(path, folder / "old");
  add(log, 1);
  log.reopen();
  add(log, 1);
  log.flush();
  EXPECT_EQ(lines_in("old"), 2);
  EXPECT_EQ(lines_in("log"), 1);
}

TEST_F(AccessLogFile, GoesOnInTheOldOneWhereANewOneCannotBeHad) {
  AccessLog log = open();
  std::filesystem::rename(path, folder / "old");
  std::filesystem::create_directory(path);
  log.reopen();
  add(log, 1);
  log.flush();
  EXPECT_EQ(lines_in("old"), 1);
}

TEST_F(AccessLogFile, CountsWhatAFullDiskDoesNotTake) {
  AccessLog log("/dev/full", AccessLogFormat::kCombined, counters);
  add(log, 3);
  log.flush();
  add(log, 2);
  log.flush();
  EXPECT_EQ(counters.lost_access_lines.get(), 5u);
}

// A pipe takes what fits, and then waits for its reader: nobody waits for that here.
TEST_F(AccessLogFile, BeginsANewLineBehindOneThatWasCut) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const UniqueFd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
  ASSERT_GE(::fcntl(reader.get(), F_SETPIPE_SZ, 4096), 4096);
  AccessLog log = open();
  std::string text(1 << 16, '\0');
  add(log, 60);
  log.flush();
  const ssize_t first = ::read(reader.get(), text.data(), text.size());
  ASSERT_GT(first, 0);
  ASSERT_NE(text[static_cast<std::size_t>(first) - 1], '\n') << "no line was cut";
  const auto whole = std::count(text.begin(), text.begin() + first, '\n');
  EXPECT_EQ(static_cast<std::ptrdiff_t>(counters.lost_access_lines.get()), 60 - whole);
  add(log, 1);
  log.flush();
  const ssize_t second = ::read(reader.get(), text.data(), text.size());
  EXPECT_EQ(text.substr(0, static_cast<std::size_t>(second)),
            "\n" + line_of(example_entry(), AccessLogFormat::kCombined));
}

TEST_F(AccessLogFile, IsNoneWithoutAName) {
  AccessLog log("", AccessLogFormat::kCombined, counters);
  EXPECT_FALSE(log.is_on());
  log.reopen();
  EXPECT_FALSE(log.is_on());
}

TEST_F(AccessLogFile, IsRefusedWhereItCannotBeWritten) {
  EXPECT_THROW(check_file(folder / "nothing/log"), Error);
  EXPECT_THROW(check_file(folder.path()), Error);
}

}  // namespace
}  // namespace gauntlet::server_pool::access_log
