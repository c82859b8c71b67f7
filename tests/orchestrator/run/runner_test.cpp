#include "orchestrator/run/parts/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/run/make_row.h"
#include "tests/orchestrator/run/fake_programs.h"
#include "tests/orchestrator/run/fake_sampler.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

matrix::Scenario scenario_with(const std::string& settings) {
  return matrix::expand(matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, "
                                            "client_pool: 4, server_pool: 2" +
                                                settings + "}",
                                            "test.yaml"))
      .at(0);
}

// A server_pool with two ports.
Script good_pool(std::uint16_t first_port) {
  contract::ReadyLine ready = ready_line();
  ready.ports = {first_port, static_cast<std::uint16_t>(first_port + 1)};
  return {.lines = {says(ready), says(stopped_line())}, .runs_until_stopped = true};
}

// Runs one scenario of four clients and two workers with scripted programs.
class Runner : public testing::Test {
 protected:
  Observed observe() {
    const Programs programs{"server_pool", "client_pool"};
    const process::Launcher launch = programs_.launcher();
    return parts::run_scenario(scenario_, {.programs = programs,
                                           .launch = launch,
                                           .root = "/root",
                                           .logs = logs_,
                                           .followers = followers_,
                                           .sampler = fake_.sampler(),
                                           .wait = fake_.clock()});
  }

  table::Row row() { return make_row(scenario_, observe()); }

  TemporaryFolder folder_{};
  LogFiles logs_{folder_.path() / "server.log", folder_.path() / "client.log"};
  FakePrograms programs_{};
  FakeSampler fake_{};
  std::size_t told_ = 0;  // samples
  Followers followers_{.on_sample = [this](const metrics::Snapshot&) { ++told_; }};
  matrix::Scenario scenario_ = scenario_with("");
};

TEST_F(Runner, MakesARowOfWhatTheProgramsReport) {
  const table::Row made = row();
  EXPECT_EQ(made.status, "ok");
  EXPECT_THAT(made.note, StartsWith("not valid: "));
  EXPECT_EQ(made.scenario, "thread-s2-get-1MB-c4");
  EXPECT_EQ(made.success, 4u);
  EXPECT_EQ(made.fail, 0u);
  EXPECT_EQ(made.requests, 4u);
  EXPECT_EQ(made.bytes, 4u * 1024 * 1024);
  EXPECT_DOUBLE_EQ(made.avg_time_s.value(), 0.1);
  EXPECT_DOUBLE_EQ(made.throughput_Bps.value(), 10.0 * 1024 * 1024);
  EXPECT_DOUBLE_EQ(made.aggregate_Bps.value(), 8.0 * 1024 * 1024);
  EXPECT_EQ(made.server_success, 2u);
  EXPECT_EQ(made.server_fail, 0u);
  EXPECT_DOUBLE_EQ(made.server_cpu_s.value(), 0.75);
  EXPECT_DOUBLE_EQ(made.client_cpu_s.value(), 0.125);
  EXPECT_EQ(made.server_peak_rss_bytes, 5'000'000u);
}

TEST_F(Runner, LeavesPercentilesEmptyThatTheSampleIsTooSmallFor) {
  const table::Row made = row();
  EXPECT_FALSE(made.p50_s.has_value());
  EXPECT_FALSE(made.p99_s.has_value());
  EXPECT_TRUE(made.max_s.has_value());
}

TEST_F(Runner, TellsTheClientsEveryPortOfTheServer) {
  observe();
  ASSERT_EQ(programs_.started.size(), 2u);
  const auto& argv = programs_.started[1];
  const auto port = std::find(argv.begin(), argv.end(), "--port");
  ASSERT_NE(port, argv.end());
  EXPECT_EQ(*(port + 1), "7001,7002");
}

TEST_F(Runner, TellsTheServerOfItsMirrorsAndTheClientsOfAll) {
  scenario_ = scenario_with(", mirrors: 2, balance: redirect");
  programs_.servers = {good_pool(8001), good_pool(9001), good_pool(7001)};
  observe();
  ASSERT_EQ(programs_.started.size(), 4u);
  EXPECT_THAT(programs_.started[0], Not(Contains("--mirror")));
  EXPECT_THAT(programs_.started[1], Not(Contains("--mirror")));
  EXPECT_THAT(programs_.started[2],
              AllOf(Contains("127.0.0.1:8001,8002"), Contains("127.0.0.1:9001,9002")));
  EXPECT_THAT(programs_.started[3],
              AllOf(Contains("127.0.0.1:7001"), Contains("127.0.0.1:7002"),
                    Contains("127.0.0.1:8001,8002"), Contains("127.0.0.1:9001,9002")));
}

TEST_F(Runner, StopsMirrorsAsItStopsTheServer) {
  scenario_ = scenario_with(", mirrors: 2");
  const table::Row made = row();
  EXPECT_EQ(made.status, "ok");
  EXPECT_EQ(made.server_success, 6u);
  EXPECT_DOUBLE_EQ(made.server_cpu_s.value(), 3 * 0.75);
  EXPECT_DOUBLE_EQ(made.imbalance.value(), 1);
  EXPECT_THAT(programs_.signals, ElementsAre(SIGTERM, SIGTERM, SIGTERM));
}

TEST_F(Runner, StartsNoServerWhenAMirrorIsNotReady) {
  scenario_ = scenario_with(", mirrors: 2");
  programs_.servers = {good_server(), {.status = {.code = 3}, .log = "port 80 is taken\n"}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_EQ(made.note,
            "mirror 2 exited with 3 before it was ready; server_pool said: port 80 is taken");
  EXPECT_EQ(programs_.started.size(), 2u);
  EXPECT_EQ(made.server_success, 2u);
  EXPECT_EQ(made.server_fail, 4u);
}

TEST_F(Runner, SaysWhichMirrorDied) {
  scenario_ = scenario_with(", mirrors: 2");
  programs_.servers = {good_server(),
                       {.lines = {says(ready_line())}, .status = {.code = -1, .signal = SIGKILL}}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_THAT(made.note, StartsWith("mirror 2 was ended by signal 9 (Killed) while it was needed"));
}

TEST_F(Runner, SamplesMirrorsWithTheServer) {
  scenario_ = scenario_with(", mirrors: 1");
  Script mirror = good_server();
  Script front = good_server();
  mirror.pid = 12;
  front.pid = 11;
  programs_.servers = {mirror, front};
  EXPECT_THAT(observe().samples.front().program(metrics::kServer).threads,
              ElementsAre(testing::Key(11), testing::Key(12)));
}

TEST_F(Runner, StopsTheServerGracefully) {
  observe();
  EXPECT_THAT(programs_.signals, ElementsAre(SIGTERM));
}

TEST_F(Runner, SaysWhenTheServerEndsBeforeItIsReady) {
  programs_.servers = {{.status = {.code = 3}, .log = "one\nport 80 is taken\n"}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_EQ(made.note,
            "server_pool exited with 3 before it was ready; server_pool said: one | port 80 is "
            "taken");
  EXPECT_EQ(made.server_fail, 2u);
  EXPECT_FALSE(made.requests.has_value());
  EXPECT_EQ(programs_.started.size(), 1u) << "no client is started without a server";
}

TEST_F(Runner, SaysWhenTheServerIsNeverReady) {
  programs_.servers = {{.lines = {{process::Got::kLate, ""}}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "late");
  EXPECT_THAT(made.note, HasSubstr("server_pool was not ready within 2 m 00 s"));
}

TEST_F(Runner, SaysWhenTheServerSpeaksNonsense) {
  programs_.servers = {{.lines = {{process::Got::kLine, "hello"}}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_THAT(made.note, HasSubstr("server_pool: expected the 'ready' line"));
}

TEST_F(Runner, SaysWhenTheServerPrintsWithoutEnd) {
  programs_.servers = {{.lines = {{process::Got::kTooLong, ""}}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_EQ(made.note, "server_pool printed a line of more than 16.0 MiB on stdout");
}

TEST_F(Runner, SaysWhenTheClientPrintsWithoutEnd) {
  programs_.clients = {{.lines = {{process::Got::kTooLong, ""}}}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "client_died");
  EXPECT_EQ(made.note, "client_pool printed a line of more than 16.0 MiB on stdout");
}

TEST_F(Runner, SaysWhenTheServerPrintsWithoutEndInsteadOfStopping) {
  programs_.servers = {
      {.lines = {says(ready_line()), {process::Got::kTooLong, ""}}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_THAT(made.note, StartsWith("server_pool printed a line of more than 16.0 MiB on stdout"));
  EXPECT_TRUE(made.requests.has_value()) << "what was measured stays";
}

TEST_F(Runner, SaysWhenTheServerDiesWhileItIsNeeded) {
  contract::ClientReport report = report_line();
  report.requests = 1;
  report.failed_requests = 3;
  report.fail = 3;
  report.errors = {{"reset", 3}};
  programs_.servers = {{.lines = {says(ready_line())}, .status = {.code = -1, .signal = SIGKILL}}};
  programs_.clients = {{.lines = {says(report)}, .status = {.code = 1}}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_THAT(made.note,
              HasSubstr("server_pool was ended by signal 9 (Killed) while it was needed; "
                        "3 of 4 requests failed (reset: 3)"));
  EXPECT_EQ(made.requests, 1u);
}

TEST_F(Runner, SaysWhenTheServerDoesNotStop) {
  programs_.servers = {{.lines = {says(ready_line()), {process::Got::kLate, ""}},
                        .runs_until_stopped = true,
                        .stops = false}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "late");
  EXPECT_THAT(made.note, HasSubstr("server_pool did not stop within 15.0 s"));
  EXPECT_EQ(made.requests, 4u) << "what was measured is kept";
}

TEST_F(Runner, SaysWhenTheServerEndsBadlyAfterAll) {
  programs_.servers = {{.lines = {says(ready_line()), says(stopped_line())},
                        .runs_until_stopped = true,
                        .status = {.code = 3}}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "server_died");
  EXPECT_THAT(made.note, HasSubstr("server_pool exited with 3 when told to stop"));
}

TEST_F(Runner, SaysWhenTheClientEndsWithoutAReport) {
  programs_.clients = {{.status = {.code = -1, .signal = SIGSEGV}, .log = "oh\n"}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "client_died");
  EXPECT_THAT(made.note, HasSubstr("client_pool was ended by signal 11"));
  EXPECT_THAT(made.note, HasSubstr("client_pool said: oh"));
  EXPECT_EQ(made.server_success, 2u);
}

TEST_F(Runner, SaysWhenTheClientIsLate) {
  programs_.clients = {{.lines = {{process::Got::kLate, ""}}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "late");
  EXPECT_THAT(made.note, HasSubstr("client_pool had not reported within 2 m 00 s"));
}

TEST_F(Runner, SaysWhichRequestsFailed) {
  contract::ClientReport report = report_line();
  report.requests = 1;
  report.success = 1;
  report.failed_requests = 3;
  report.fail = 3;
  report.errors = {{"refused", 2}, {"timeout", 1}};
  report.first_error = "127.0.0.1:7001: refused";
  programs_.clients = {{.lines = {says(report)}, .status = {.code = 1}}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "failed");
  EXPECT_THAT(made.note, StartsWith("3 of 4 requests failed (refused: 2, timeout: 1), first: "
                                    "127.0.0.1:7001: refused"));
}

TEST_F(Runner, NotesARestartedWorkerOfAnOtherwiseGoodScenario) {
  contract::StoppedLine stopped = stopped_line();
  stopped.workers[1].restarts = 1;
  programs_.servers = {{.lines = {says(ready_line()), says(stopped)}, .runs_until_stopped = true}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "ok");
  EXPECT_THAT(made.note, StartsWith("worker 1 died and was started again (1 restart)"));
  EXPECT_EQ(made.server_success, 1u);
  EXPECT_EQ(made.server_fail, 1u);
}

TEST_F(Runner, NotesWhenLessWasVerifiedThanAsked) {
  contract::ClientReport report = report_line();
  report.verified = "length";
  programs_.clients = {{.lines = {says(report)}}};
  EXPECT_THAT(row().note, StartsWith("verified: length"));
}

TEST_F(Runner, SaysWhenAProgramCannotBeStarted) {
  programs_.clients = {{.starts = false}};
  const table::Row made = row();
  EXPECT_EQ(made.status, "client_died");
  EXPECT_THAT(made.note, HasSubstr("cannot run 'client_pool'"));
  EXPECT_THAT(programs_.signals, ElementsAre(SIGTERM)) << "the server is stopped all the same";
}

TEST_F(Runner, StopsTheServerWhenItIsInterrupted) {
  programs_.clients = {{.lines = {{process::Got::kInterrupted, ""}}, .runs_until_stopped = true}};
  EXPECT_TRUE(observe().interrupted);
  EXPECT_THAT(programs_.signals, ElementsAre(SIGTERM));
}

TEST_F(Runner, StartsNoClientWhenTheServerIsInterrupted) {
  programs_.servers = {{.lines = {{process::Got::kInterrupted, ""}}, .runs_until_stopped = true}};
  EXPECT_TRUE(observe().interrupted);
  EXPECT_EQ(programs_.started.size(), 1u);
}

TEST_F(Runner, QuotesNoLogsOfAGoodScenario) {
  Script server = good_server();
  server.log = "listening\n";
  programs_.servers = {server};
  EXPECT_THAT(row().note, Not(HasSubstr("listening")));
}

TEST_F(Runner, SamplesBothProgramsUntilTheReport) {
  Script server = good_server();
  Script client = good_client();
  server.pid = 11;
  client.pid = 21;
  fake_.intervals = 3;
  programs_.servers = {server};
  programs_.clients = {client};
  EXPECT_EQ(observe().samples.size(), 5u);
  EXPECT_EQ(fake_.taken[1].server_pid, 11);
  EXPECT_EQ(fake_.taken[1].client_pid, 21);
}

TEST_F(Runner, TellsOfEachSampleWhileItRuns) {
  fake_.intervals = 3;
  observe();
  EXPECT_EQ(told_, 5u);
}

TEST_F(Runner, TellsWhereOurPoolsListenBeforeTheClientsStart) {
  std::vector<std::uint16_t> ports;
  std::size_t started = 0;
  followers_.on_ready = [&](const std::vector<HostPorts>& pools) {
    ports = pools.at(0).ports;
    started = programs_.started.size();
  };
  observe();
  EXPECT_THAT(ports, ElementsAre(7001, 7002));
  EXPECT_EQ(started, 1u) << "the server alone";
}

TEST_F(Runner, TellsHowTheClientsGetOnWhileTheyRun) {
  std::vector<std::uint64_t> active;
  followers_.on_live = [&](const contract::LiveLine& line) { active.push_back(line.active); };
  Script client = good_client();
  client.lines.push_front(says(contract::LiveLine{.active = 3}));
  client.lines.push_front(says(contract::LiveLine{.active = 4}));
  programs_.clients = {client};
  EXPECT_EQ(row().status, "ok");
  EXPECT_THAT(active, ElementsAre(4, 3));
}

TEST_F(Runner, LeavesOutALineOfTheClientsThatCannotBeRead) {
  followers_.on_live = [](const contract::LiveLine&) { FAIL(); };
  Script client = good_client();
  client.lines.push_front({process::Got::kLine, R"({"event":"live","active":})"});
  programs_.clients = {client};
  EXPECT_EQ(row().status, "ok");
}

TEST_F(Runner, SaysWhatLimitedAScenario) {
  contract::ClientReport report = report_line();
  report.steady_begin_ns = fake_.time_ns(1);
  report.steady_end_ns = fake_.time_ns(9);
  fake_.intervals = 10;
  programs_.clients = {{.lines = {says(report)}, .pid = 21}};
  const table::Row made = row();
  EXPECT_EQ(made.limited_by, "none");
  EXPECT_EQ(made.valid, "yes");
  EXPECT_THAT(made.note, StartsWith("limited by none: round trips"));
}

TEST_F(Runner, JudgesNothingWithoutAReport) {
  programs_.clients = {{.status = {.code = -1, .signal = SIGSEGV}}};
  const table::Row made = row();
  EXPECT_EQ(made.limited_by, "");
  EXPECT_EQ(made.valid, "");
}

TEST_F(Runner, SaysWhenTheFileCacheIsNotAsAskedFor) {
  scenario_ = scenario_with(", file_cache: cold");
  EXPECT_THAT(row().note, HasSubstr("not valid: whether the file's cache is cold cannot be told"));
}

TEST_F(Runner, QuotesOnlyTheEndOfALongLog) {
  programs_.servers = {
      {.status = {.code = 3}, .log = "first\n2\n3\n" + std::string(900, 'x') + "\n"}};
  const std::string note = row().note;
  EXPECT_THAT(note, HasSubstr("server_pool said: 2 | 3 | xxx"));
  EXPECT_THAT(note, Not(HasSubstr("first")));
  EXPECT_LT(note.size(), 400u);
}

TEST_F(Runner, QuotesALogThatIsNoTextAsText) {
  programs_.servers = {{.status = {.code = 3}, .log = "\x1b[2J\xFF\n"}};
  EXPECT_THAT(row().note, HasSubstr("server_pool said: \\x1b[2J\\xff"));
}

TEST_F(Runner, ReadsOnlyTheEndOfALogWithoutLines) {
  programs_.servers = {{.status = {.code = 3}, .log = std::string(200'000, 'x') + "y"}};
  EXPECT_LT(row().note.size(), 400u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
