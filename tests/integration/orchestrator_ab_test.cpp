// Live comparisons: the real orchestrator with the real programs, on loopback.
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <set>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kOneRow =
    "settings: {mode: thread, operation: get, volume: 0.1, client_pool: 2, server_pool: 1,\n"
    "           requests: 3, scenario_timeout: 60s}\n";

class LiveComparison : public Orchestrator {
 protected:
  std::vector<std::string> command(const std::string& base, const std::string& fresh,
                                   const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"ab",        write("m.yaml", kOneRow).string(),
                                       "--base",    base,
                                       "--new",     fresh,
                                       "--results", results().string(),
                                       "--passes",  "2"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  fs::path table(const std::string& side) const {
    for (const auto& entry : fs::directory_iterator(results()))
      if (entry.path().string().ends_with("_" + side + ".csv")) return entry.path();
    return {};
  }

  std::vector<table::Row> rows(const std::string& side) const {
    return table::read_table(table(side)).rows;
  }
};

// Two passes of a single row are too few for a verdict; what matters is that there is one.
TEST_F(LiveComparison, LeavesATableOfEachSideUnderOneId) {
  const Ended ended = run(command(kPrograms, kPrograms));
  EXPECT_THAT(ended.code, testing::AnyOf(0, 3)) << ended.output;
  std::set<std::string> ids;
  for (const char* side : {"base", "new"}) {
    const std::vector<table::Row> all = rows(side);
    ASSERT_EQ(all.size(), 2u) << ended.output;
    for (const table::Row& row : all) {
      EXPECT_EQ(row.status, table::kStatusOk) << row.note;
      ids.insert(row.ab);
    }
  }
  EXPECT_EQ(ids.size(), 1u);
}

TEST_F(LiveComparison, IsJudgedTheSameByDiffLater) {
  const Ended live = run(command(kPrograms, kPrograms, {"--quiet", "--format", "json"}));
  const Ended later =
      run({"diff", table("base").string(), table("new").string(), "--format", "json"});
  EXPECT_EQ(live.code, later.code);
  ASSERT_NE(live.output.find('{'), std::string::npos) << live.output;
  EXPECT_EQ(live.output.substr(live.output.find('{')), later.output);
}

TEST_F(LiveComparison, TakesACommandThatNamesAFolder) {
  const Ended ended = run(command("echo made; echo " + std::string(kPrograms), kPrograms));
  EXPECT_THAT(ended.output, HasSubstr("verdict: ")) << ended.output;
  EXPECT_EQ(rows("base").size(), 2u);
}

TEST_F(LiveComparison, NamesTheSideThatCannotRun) {
  const Ended ended = run(command("/nowhere/at/all", kPrograms));
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, AllOf(HasSubstr("--base: "), HasSubstr("/nowhere/at/all")));
}

TEST_F(LiveComparison, EndsOnAnInterruptAndKeepsItsRows) {
  const Announced programs(folder_.path());
  const std::string folder = programs.folder().string();
  const auto child = start(command(folder, folder, {"--set", "min_duration=50s"}));
  // Each side's server is asked twice and its clients once, then the first scenario begins.
  for (int starts = 2 * 3 + 2; starts > 0; --starts) ASSERT_NE(programs.next_pid(), 0);
  child->send_signal(SIGINT);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 130) << ended.output;
  EXPECT_TRUE(rows("base").empty());
  EXPECT_TRUE(rows("new").empty());
}

}  // namespace
}  // namespace gauntlet::orchestrator
