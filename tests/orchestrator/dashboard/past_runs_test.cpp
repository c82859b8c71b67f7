#include "orchestrator/dashboard/past_runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class Results : public testing::Test {
 protected:
  void write(const std::filesystem::path& file, const std::string& text) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }
  void write_run(const std::string& name, const std::string& started) const {
    write(name + ".csv",
          "timestamp,mode,server_pool,operation,volume,client_pool,avg_time_s,throughput_Bps,"
          "success,fail,status,valid\n" +
              started + ",thread,1,get,1,4,0.1,10,4,0,ok,yes\n" + started +
              ",thread,1,get,1,4,,,0,4,failed,\n" + started +
              ",thread,1,get,1,4,0.1,10,4,0,ok,no\n");
    write(name + "/environment.json",
          R"({"started":")" + started + R"(","outcome":"failed","command_line":["o","ab","x"]})");
    write(name + "/scenarios.json", R"({"name":"smoke"})");
    write(name + "/plots/b.svg", "<svg/>");
  }

  TemporaryFolder folder_{};
  PastRuns runs_{folder_.path()};
};

TEST_F(Results, AreListedWithWhatBecameOfTheirRows) {
  write_run("t1", "2026-01-01T10:00:00+00:00");
  const std::vector<PastRun> runs = runs_.list();
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].name, "t1");
  EXPECT_EQ(runs[0].kind, "ab");
  EXPECT_EQ(runs[0].matrix, "smoke");
  EXPECT_EQ(runs[0].outcome, "failed");
  EXPECT_EQ(runs[0].rows, 3u);
  EXPECT_EQ(runs[0].failed, 1u);
  EXPECT_EQ(runs[0].invalid, 1u);
}

TEST_F(Results, AreListedNewestFirst) {
  write_run("a", "2026-01-01T10:00:00+00:00");
  write_run("b", "2026-01-03T10:00:00+00:00");
  write_run("c", "2026-01-02T10:00:00+00:00");
  EXPECT_THAT(runs_.list(), ElementsAre(Field(&PastRun::name, "b"), Field(&PastRun::name, "c"),
                                        Field(&PastRun::name, "a")));
}

TEST_F(Results, ThatAreNoTableAreListedAsSuch) {
  write("odd.csv", "\x01 no table");
  EXPECT_THAT(runs_.list(), ElementsAre(Field(&PastRun::outcome, "cannot be read")));
}

TEST_F(Results, AreReadAnewWhenTheyGrow) {
  write_run("t1", "2026-01-01T10:00:00+00:00");
  runs_.list();
  std::ofstream(folder_ / "t1.csv", std::ios::app) << "x,thread,1,get,1,4,0.1,10,4,0,ok,yes\n";
  EXPECT_EQ(runs_.list().at(0).rows, 4u);
}

TEST_F(Results, AreNoneWhereThereIsNoFolder) {
  EXPECT_THAT(PastRuns(folder_ / "none").list(), IsEmpty());
}

TEST_F(Results, GiveTheirFilesAndNoOthers) {
  write_run("t1", "2026-01-01T10:00:00+00:00");
  write("secret.svg", "");
  EXPECT_TRUE(runs_.table("t1"));
  EXPECT_TRUE(runs_.file("t1", "plots", "b.svg"));
  EXPECT_THAT(runs_.files("t1", "plots", ".svg"), ElementsAre("b.svg"));
  for (const char* name : {"", ".", "..", "../t1", "t1/../t1", "none"})
    EXPECT_FALSE(runs_.table(name)) << name;
  for (const char* file : {"", "..", "../../secret.svg", ".hidden"})
    EXPECT_FALSE(runs_.file("t1", "plots", file)) << file;
}

TEST_F(Results, OfASweepThatWasResumedHaveItsLastOutcome) {
  write_run("t1", "2026-01-01T10:00:00+00:00");
  write("t1/environment_2.json", R"({"started":"2026-01-02T10:00:00+00:00","outcome":"ok"})");
  EXPECT_EQ(runs_.list().at(0).outcome, "ok");
  EXPECT_EQ(runs_.list().at(0).started, "2026-01-01T10:00:00+00:00");
}

TEST_F(Results, AreNoSummaries) {
  write_run("c1", "2026-01-01T10:00:00+00:00");
  write("c1.summary.csv", "scenario,capacity\n");
  EXPECT_EQ(runs_.list().size(), 1u);
}

TEST_F(Results, DoNotLeadOutOfTheirFolder) {
  const TemporaryFolder elsewhere;
  std::ofstream(elsewhere / "secret") << "secret";
  write_run("t1", "2026-01-01T10:00:00+00:00");
  std::filesystem::create_symlink(elsewhere / "secret", folder_ / "link.csv");
  std::filesystem::create_symlink(elsewhere / "secret", folder_ / "t1/plots/link.svg");
  std::filesystem::create_symlink(folder_ / "t1.csv", folder_ / "same.csv");
  write("t2.csv", "timestamp\n");
  std::filesystem::create_directory_symlink(elsewhere.path(), folder_ / "t2");
  EXPECT_FALSE(runs_.table("t2")) << "its reports would come from elsewhere";
  EXPECT_FALSE(runs_.table("link"));
  EXPECT_FALSE(runs_.file("t1", "plots", "link.svg"));
  EXPECT_THAT(runs_.files("t1", "plots", ".svg"), ElementsAre("b.svg"));
  EXPECT_EQ(runs_.list().size(), 2u);
  EXPECT_TRUE(runs_.table("same")) << "a link within the folder";
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
