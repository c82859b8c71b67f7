// The real orchestrator with the real server_pool and client_pool, on loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;

std::vector<int> children_of(int pid) {
  std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", pid));
  std::vector<int> pids;
  for (int child = 0; file >> child;) pids.push_back(child);
  return pids;
}

UniqueFd watch(int pid) { return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))); }

bool ends_in_time(const UniqueFd& process) {
  pollfd waiting{process.get(), POLLIN, 0};
  constexpr int kPatienceMs = 180'000;
  return ::poll(&waiting, 1, kPatienceMs) == 1;
}

// One short scenario, then one of which a test never sees the end.
constexpr const char* kShortThenLong =
    "matrix: {client_pool: [1, 2]}\n"
    "settings: {mode: process, operation: get, volume: 0.01, server_pool: 2, scenario_timeout: "
    "1000s}\n"
    "include:\n"
    "- {client_pool: 2, min_duration: 900s}\n";

TEST_F(Orchestrator, SweepsTheSmokeMatrixWithoutAFailure) {
  const Ended ended = run({"run", GAUNTLET_SOURCE_DIR "/scenarios/smoke.yaml", "--results",
                           results().string(), "--programs", kPrograms});
  EXPECT_EQ(ended.code, 0) << ended.output;
  const std::vector<table::Row> table = rows();
  EXPECT_EQ(table.size(), 12u);
  EXPECT_THAT(table, Each(testing::Field(&table::Row::status, "ok")));
  EXPECT_THAT(table, Each(testing::Field(&table::Row::success, testing::Optional(4u))));
  const fs::path sidecar = table_file().replace_extension();
  EXPECT_EQ(count_in(sidecar / "reports"), 12u);
  EXPECT_EQ(count_in(sidecar / "logs"), 0u);
  EXPECT_GT(count_in(sidecar / "plots"), 0u);
  EXPECT_TRUE(fs::exists(sidecar / "scenarios.json"));
  EXPECT_TRUE(fs::exists(sidecar / "environment.json"));
  EXPECT_TRUE(fs::exists(sidecar / "report.html"));
  EXPECT_TRUE(fs::exists(sidecar / "report.json"));
  EXPECT_EQ(count_in(sidecar), 8u) << "the test files are gone";
}

// What has changed a moment ago is not kept, so the clients go on for longer than that.
TEST_F(Orchestrator, SweepsTheContentCacheOnAndOff) {
  const fs::path file = write("m.yaml",
                              "matrix: {mode: [thread, process], cache: [on, off]}\n"
                              "settings: {operation: get, volume: 0.001, client_pool: 2, "
                              "server_pool: 2, min_duration: 500ms, sessions: on}\n");
  const auto child = start_run(file, kPrograms);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 0) << ended.output;
  const std::vector<table::Row> table = rows();
  ASSERT_EQ(table.size(), 4u);
  for (const table::Row& row : table) {
    EXPECT_EQ(row.status, "ok") << row.note;
    if (row.setting("cache") == "on") {
      EXPECT_GT(row.cache_hits.value_or(0), 0u);
      EXPECT_EQ(*row.cache_hits + *row.cache_misses, *row.requests);
    } else {
      EXPECT_FALSE(row.cache_hits || row.cache_misses);
    }
  }
}

TEST_F(Orchestrator, SweepsDeletes) {
  const fs::path file = write("m.yaml",
                              "matrix: {mode: [thread, process], protocol: [http, line]}\n"
                              "settings: {operation: delete, volume: 0.001, client_pool: 2, "
                              "server_pool: 2, requests: 20}\n");
  const auto child = start_run(file, kPrograms);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 0) << ended.output;
  const std::vector<table::Row> table = rows();
  ASSERT_EQ(table.size(), 4u);
  for (const table::Row& row : table) {
    EXPECT_EQ(row.requests, 40u) << row.note;
    EXPECT_TRUE(row.requests_per_s);
    EXPECT_FALSE(row.aggregate_Bps);
    EXPECT_FALSE(row.throughput_Bps);
  }
}

TEST_F(Orchestrator, ShowsTheSummaryOfATableOfTheOriginal) {
  const fs::path table = write("t.csv",
                               "timestamp,mode,server_pool,operation,volume,client_pool,avg_time_s,"
                               "throughput_Bps,success,fail\n"
                               "x,thread,1,download,10,5,0.5,20971520,5,0\n");
  Ended ended = run({"show", table.string()});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.output, HasSubstr("get              20.0 MiB/s     500 ms\n"));
  ended = run({"show", table.string(), "--format", "markdown"});
  EXPECT_THAT(ended.output, HasSubstr("| get | 20.0 MiB/s | 500 ms |\n"));
}

TEST_F(Orchestrator, RefusesToShowATableWithoutRows) {
  const fs::path table = write("t.csv", "mode,server_pool,operation,volume,client_pool\n");
  const Ended ended = run({"show", table.string()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output, HasSubstr("has no rows"));
}

TEST_F(Orchestrator, EndsASweepWithTheSummaryThatIsAskedFor) {
  const fs::path file =
      write("m.yaml",
            "settings: {mode: thread, operation: get, volume: 1KiB, client_pool: 1, "
            "server_pool: 1}\n");
  const auto summary = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"run", file.string(), "--results", results().string(),
                                       "--no-plots"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments).output;
  };
  EXPECT_THAT(summary({}), HasSubstr("1 row of 1 scenario in 1 pass"));
  EXPECT_THAT(summary({"--summary", "none"}), Not(HasSubstr("1 row of")));
  EXPECT_THAT(summary({"--quiet"}), Not(HasSubstr("1 row of")));
  EXPECT_THAT(summary({"--quiet", "--summary", "markdown"}), HasSubstr("| operation |"));
}

TEST_F(Orchestrator, StopsOnASignalAndKeepsTheRowsSoFar) {
  const Announced programs(folder_.path());
  const auto child = start_run(write("m.yaml", kShortThenLong), programs.folder());
  for (int i = 0; i < 3; ++i) ASSERT_NE(programs.next_pid(), 0);
  const int client = programs.next_pid();
  const UniqueFd watched = watch(client);
  child->send_signal(SIGINT);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 130) << ended.output;
  EXPECT_TRUE(ends_in_time(watched));
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].status, "ok");
  EXPECT_THAT(ended.output, HasSubstr("1 of 2 scenarios done, 0 failed, interrupted\n"
                                      "go on by: orchestrator run --resume " +
                                      table_file().string()));
}

TEST_F(Orchestrator, LeavesNoProcessBehindWhenItIsKilled) {
  const Announced programs(folder_.path());
  const auto child = start_run(write("m.yaml", kShortThenLong), programs.folder());
  for (int i = 0; i < 2; ++i) ASSERT_NE(programs.next_pid(), 0);
  const int server = programs.next_pid();
  const int client = programs.next_pid();
  std::vector<UniqueFd> watched;
  watched.push_back(watch(server));
  watched.push_back(watch(client));
  const std::vector<int> workers = children_of(server);
  EXPECT_EQ(workers.size(), 2u);
  for (const int worker : workers) watched.push_back(watch(worker));
  ::kill(child->pid(), SIGKILL);
  for (const UniqueFd& process : watched) EXPECT_TRUE(ends_in_time(process));
}

TEST_F(Orchestrator, SaysThatAWorkerDiedAndGoesOn) {
  const Announced programs(folder_.path());
  const fs::path file = write("m.yaml",
                              "matrix: {client_pool: [2, 3]}\n"
                              "settings: {mode: process, operation: get, volume: 0.01, "
                              "server_pool: 2}\n"
                              "include:\n"
                              "- {client_pool: 2, min_duration: 2s}\n");
  const auto child = start_run(file, programs.folder());
  const int server = programs.next_pid();
  ASSERT_NE(programs.next_pid(), 0);
  const std::vector<int> workers = children_of(server);
  ASSERT_EQ(workers.size(), 2u);
  ::kill(workers[0], SIGKILL);
  for (int i = 0; i < 2; ++i) ASSERT_NE(programs.next_pid(), 0);
  const Ended ended = finish(*child);
  const std::vector<table::Row> table = rows();
  ASSERT_EQ(table.size(), 2u) << ended.output;
  EXPECT_THAT(table[0].note, HasSubstr("died and was started again (1 restart)"));
  EXPECT_EQ(table[0].server_fail, 1u);
  EXPECT_EQ(table[1].status, "ok");
  EXPECT_THAT(table[1].note, testing::Not(HasSubstr("died")));
  EXPECT_EQ(ended.code, table[0].status == "ok" ? 0 : 1);
}

TEST_F(Orchestrator, RefusesABadMatrixWithEveryMistake) {
  const fs::path file = write("bad.yaml", "matrix:\n  mode: [tread]\n  volume: []\n");
  for (const char* command : {"run", "validate", "list"}) {
    const Ended ended = run({command, file.string()});
    EXPECT_EQ(ended.code, 2) << command;
    EXPECT_THAT(ended.output, HasSubstr("bad.yaml:2: key 'mode': 'tread' is not one of"));
    EXPECT_THAT(ended.output, HasSubstr("bad.yaml:3: key 'volume': is empty"));
  }
}

TEST_F(Orchestrator, NamesTheProgramThatIsMissing) {
  const Ended ended = run(
      {"run", GAUNTLET_SOURCE_DIR "/scenarios/smoke.yaml", "--programs", folder_.path().string()});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, HasSubstr("no program '" + folder_.path().string() + "/server_pool'"));
}

TEST_F(Orchestrator, ListsAndValidatesWithoutRunning) {
  const std::string full = GAUNTLET_SOURCE_DIR "/scenarios/full.yaml";
  EXPECT_EQ(run({"validate", full}).output, "OK: 162 scenarios\n");
  const Ended listed = run({"list", full, "--only", "mode=thread,operation=get,server_pool=5"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.output, testing::StartsWith("1  thread-s5-get-10MB-c1\n"));
  EXPECT_THAT(listed.output,
              testing::EndsWith("9  thread-s5-get-100MB-c50\n9 scenarios\nat least 4.50 s\n"
                                "160 MiB on disk for test files and uploads while it runs\n"));
}

TEST_F(Orchestrator, RefusesAnUnknownCommand) {
  EXPECT_EQ(run({"sprint"}).code, 2);
  EXPECT_EQ(run({}).code, 2);
}

TEST_F(Orchestrator, ExplainsItself) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"run", "--help"},
                                                    {"list", "--help"},
                                                    {"merge", "--help"},
                                                    {"validate", "--help"},
                                                    {"plot", "--help"}}) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output, HasSubstr("Example"));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator
