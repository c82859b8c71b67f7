#include "server_pool/top_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/own_folder.h"
#include "tests/recorded_proc.h"

namespace gauntlet::server_pool {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

TEST(TopQuery, HasDefaults) {
  EXPECT_EQ(parse_top_query(""), TopQuery{});
  EXPECT_EQ(parse_top_query("n=3&interval=1.5s"),
            (TopQuery{.most = 3, .interval = milliseconds(1500)}));
  EXPECT_EQ(parse_top_query("interval=100ms&n=1000")->interval, milliseconds(100));
}

TEST(TopQuery, RefusesNumbersBeyondTheBounds) {
  for (const char* query :
       {"n=0", "n=1001", "n=-1", "n=1x", "n=+1", "n=1.0", "n= 1", "n=99999999999999999999999"})
    EXPECT_THAT(parse_top_query(query).error(), StartsWith("n must be")) << query;
}

TEST(TopQuery, RefusesIntervalsBeyondTheBoundsOrWithoutAUnit) {
  for (const char* query : {"interval=1", "interval=99ms", "interval=61s", "interval=0",
                            "interval=-1s", "interval=soon"})
    EXPECT_THAT(parse_top_query(query).error(), StartsWith("interval must be")) << query;
}

TEST(TopQuery, NamesWhatItDoesNotKnowAndWhatIsThereTwice) {
  EXPECT_THAT(parse_top_query("m=1").error(), HasSubstr("'m'"));
  EXPECT_EQ(parse_top_query("n=1&n=1").error(), "n is given twice");
  EXPECT_EQ(parse_top_query("n=").error(), "n has no value");
}

class Tables : public testing::Test {
 protected:
  Tables() {
    proc.put({.pid = 1, .name = "init", .user = 5, .kernel = 2});
    proc.put({.pid = 20, .name = "a ) b", .user = 50, .kernel = 20});
  }

  std::shared_ptr<ProcessLook> look() {
    auto made = tables.look();
    while (!made->done()) made->go_on();
    return made;
  }
  static std::string text_of(const TopFile& file) {
    std::string text(static_cast<std::size_t>(file.file->status.st_size), '\0');
    EXPECT_EQ(::pread(file.file->fd.get(), text.data(), text.size(), 0),
              static_cast<ssize_t>(text.size()));
    return text;
  }

  RecordedProc proc;
  TopTables tables{7, proc.path()};
};

TEST_F(Tables, AreWrittenToFilesThatNameTheirWorker) {
  const TopFile file = tables.table(nullptr, look(), {});
  EXPECT_THAT(file.name, StartsWith("top-7-"));
  EXPECT_THAT(file.name, testing::EndsWith(".txt"));
  const auto rows = metrics::parse_top_text(text_of(file));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->front().name, "a ) b");
}

TEST_F(Tables, AreJsonWhereThatIsAskedFor) {
  const TopFile file = tables.table(nullptr, look(), {.most = 1, .json = true});
  EXPECT_THAT(file.name, testing::EndsWith(".json"));
  EXPECT_EQ(nlohmann::json::parse(text_of(file))["top"][0]["pid"], 20);
}

TEST_F(Tables, RankWhatWasUsedBetweenTwoLooks) {
  const auto earlier = look();
  proc.put({.pid = 1, .name = "init", .user = 15, .kernel = 2});
  const TopFile file = tables.table(earlier, look(), {.interval = milliseconds(100)});
  const auto rows = metrics::parse_top_text(text_of(file));
  EXPECT_EQ(rows->front().pid, 1);
  EXPECT_EQ(rows->front().total_ticks(), 10u);
}

TEST_F(Tables, AreMadeOnceForAllWhoAskForTheSame) {
  const auto one = look();
  EXPECT_EQ(tables.table(nullptr, one, {}).name, tables.table(nullptr, one, {}).name);
  EXPECT_NE(tables.table(nullptr, one, {}).name, tables.table(nullptr, one, {.most = 3}).name);
  EXPECT_NE(tables.table(nullptr, one, {}).name, tables.table(nullptr, look(), {}).name);
}

TEST_F(Tables, KeepTheLastFewFilesAndWhatIsBeingSent) {
  const TopFile first = tables.table(nullptr, look(), {});
  const std::string text = text_of(first);
  for (std::size_t i = 1; i <= 10; ++i) tables.table(nullptr, look(), {.most = i});
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(tables.folder()))
    if (entry.path().filename() != kFolderMark) ++files;
  EXPECT_EQ(files, 4u);
  EXPECT_FALSE(std::filesystem::exists(tables.folder() / first.name));
  EXPECT_EQ(text_of(first), text);
}

TEST_F(Tables, GetANewFolderWhenTheirsWasRemoved) {
  tables.table(nullptr, look(), {});
  const auto folder = tables.folder();
  std::filesystem::remove_all(folder);
  const TopFile file = tables.table(nullptr, look(), {});
  EXPECT_NE(tables.folder(), folder);
  EXPECT_TRUE(std::filesystem::exists(tables.folder() / file.name));
}

TEST_F(Tables, LeaveNothingBehind) {
  std::filesystem::path folder;
  {
    TopTables others(8, proc.path());
    auto made = others.look();
    while (!made->done()) made->go_on();
    others.table(nullptr, made, {});
    folder = others.folder();
    EXPECT_TRUE(std::filesystem::exists(folder));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(Tables, ShareALookUntilItBegins) {
  const auto one = tables.look();
  EXPECT_EQ(tables.look(), one);
  one->go_on();
  const auto other = tables.look();
  EXPECT_NE(other, one);
}

TEST_F(Tables, BeginALookBehindTheOneThatRuns) {
  for (int pid = 100; pid < 400; ++pid) proc.put({.pid = pid});
  const auto one = tables.look();
  one->go_on();
  ASSERT_FALSE(one->done());
  const auto other = tables.look();
  EXPECT_EQ(other->before(), one);
  while (!one->done()) one->go_on();
  EXPECT_EQ(tables.look(), other);
}

}  // namespace
}  // namespace gauntlet::server_pool
