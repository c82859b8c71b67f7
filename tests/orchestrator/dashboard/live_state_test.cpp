#include "orchestrator/dashboard/live_state.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/outputs/event_lines.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

constexpr std::int64_t kSecond = 1'000'000'000;

// A sweep of two scenarios, told second by second.
class Watched : public testing::Test {
 protected:
  static outputs::Moment at(double seconds) {
    return {.monotonic_ns = static_cast<std::int64_t>(seconds * 1e9), .time = "2026-01-31T12:00"};
  }
  void tell(const std::string& line) { state_.take(line); }

  void begin(double seconds) {
    tell(outputs::begin_line(
        at(seconds), plan_,
        {.command_line = {"orchestrator", "run", "m.yaml"}, .tables = {"results/t.csv"}}));
  }
  void start(double seconds, std::size_t scenario) {
    tell(outputs::started_line(at(seconds), run(scenario)));
    tell(outputs::ready_line(at(seconds), run(scenario), {{.host = "127.0.0.1", .ports = {7001}}}));
  }
  void live(double seconds, double time_s, std::uint64_t requests) {
    contract::LiveLine line{.time_s = time_s, .active = 4, .requests = requests, .bytes = 10};
    line.latency.record(std::chrono::milliseconds(20));
    line.recent = {{.ended_s = time_s,
                    .client = 3,
                    .request = "GET /x",
                    .time_s = 0.02,
                    .ok = true,
                    .status = "200"}};
    tell(outputs::live_line(at(seconds), run(0), line));
  }
  void row(double seconds, std::size_t scenario, const std::string& status = "ok") {
    table::Row row;
    row.status = status;
    row.valid = "no";
    row.requests_per_s = 12;
    tell(outputs::row_line(at(seconds), run(scenario), row));
  }
  sweep::Run run(std::size_t scenario) const {
    return {.scenario = plan_.scenarios.at(scenario), .planned = plan_.scenarios.at(scenario)};
  }
  LiveState::Json last(const std::string& name) const {
    for (auto told = told_.rbegin(); told != told_.rend(); ++told)
      if (told->first == name) return told->second;
    return nullptr;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& [name, data] : told_) names.push_back(name);
    return names;
  }

  sweep::Plan plan_{.file = "m.yaml",
                    .name = "m",
                    .scenarios = matrix::expand(matrix::load_matrix(
                        "matrix: {operation: [get, list]}\n"
                        "settings: {mode: thread, volume: 1, server_pool: 1, client_pool: 4}\n",
                        "m.yaml"))};
  std::vector<std::pair<std::string, LiveState::Json>> told_{};
  LiveState state_{[this](std::string_view name, const LiveState::Json& data) {
                     told_.emplace_back(name, data);
                   },
                   0};
};

TEST_F(Watched, IsIdleBeforeARun) {
  EXPECT_EQ(state_.state().at("phase"), "idle");
  EXPECT_TRUE(state_.state().at("run").is_null());
  EXPECT_FALSE(state_.goes_on());
}

TEST_F(Watched, ShowsTheMatrixWhenItBegins) {
  begin(1);
  const LiveState::Json run = state_.state().at("run");
  EXPECT_EQ(run.at("name"), "m");
  EXPECT_EQ(run.at("command"), "run");
  EXPECT_EQ(run.at("table"), "t.csv");
  EXPECT_EQ(run.at("axes").dump(), R"([{"name":"operation","values":["get","list"]}])");
  EXPECT_EQ(run.at("places").dump(), "[[0],[1]]");
  EXPECT_EQ(state_.phase(), Phase::kRunning);
}

TEST_F(Watched, TellsHowMuchIsPlannedWhenTheFirstScenarioBegins) {
  begin(1);
  EXPECT_EQ(last("begin").at("total"), 0);
  start(1, 0);
  EXPECT_EQ(last("started").at("total"), 2);
  EXPECT_EQ(last("started").at("passes"), 1);
  EXPECT_EQ(last("started").at("current").at("planned"), plan_.scenarios[0].id);
}

TEST_F(Watched, HasTheRestOfTheBudgetLeftWhereNobodyKnowsHowMuchIsPlanned) {
  plan_.budget = std::chrono::seconds(60);
  begin(1);
  sweep::Run search = run(0);
  search.passes = 0;
  tell(outputs::started_line(at(1), search));
  row(11, 0);
  EXPECT_EQ(last("row").at("seconds_left"), 50);
}

TEST_F(Watched, NamesThePlannedScenarioOfARowThatHasAnother) {
  begin(1);
  matrix::Scenario under_load = plan_.scenarios[0];
  under_load.id += "-rate=100";
  const sweep::Run run{.scenario = under_load, .planned = plan_.scenarios[0]};
  tell(outputs::started_line(at(1), run));
  tell(outputs::row_line(at(2), run, {}));
  EXPECT_EQ(last("row").at("row").at("planned"), plan_.scenarios[0].id);
  EXPECT_EQ(last("row").at("row").at("scenario"), under_load.id);
}

TEST_F(Watched, KnowsWhereTheServerListensWhileItRuns) {
  begin(1);
  start(1, 0);
  EXPECT_EQ(state_.pools().at(0).ports, std::vector<std::uint16_t>{7001});
  row(3, 0);
  EXPECT_TRUE(state_.pools().empty());
}

TEST_F(Watched, CountsRowsAndFailures) {
  begin(1);
  start(1, 0);
  row(3, 0, "failed");
  EXPECT_EQ(last("row").at("done"), 1);
  EXPECT_EQ(last("row").at("failed"), 1);
  EXPECT_EQ(last("row").at("total"), 2);
  EXPECT_EQ(last("row").at("row").at("valid"), "no");
  EXPECT_EQ(last("row").at("row").at("requests_per_s"), 12);
  EXPECT_TRUE(last("row").at("row").at("p99_s").is_null());
}

TEST_F(Watched, ForetellsTheEndByThePaceSoFar) {
  begin(1);
  start(1, 0);
  EXPECT_TRUE(state_.state().at("run").at("seconds_left").is_null());
  row(5, 0);
  EXPECT_EQ(last("row").at("seconds_left"), 4);
}

TEST_F(Watched, LeavesPausesOutOfThePace) {
  begin(1);
  start(1, 0);
  row(5, 0);
  tell(outputs::paused_line(at(5), true));
  EXPECT_EQ(state_.phase(), Phase::kPaused);
  tell(outputs::paused_line(at(65), false));
  EXPECT_EQ(state_.phase(), Phase::kRunning);
  EXPECT_EQ(state_.state().at("run").at("seconds_left"), 4);
}

TEST_F(Watched, CountsTheRequestsOfTheWholeRun) {
  begin(1);
  start(1, 0);
  live(2, 1, 100);
  live(3, 2, 250);
  row(3, 0);
  start(3, 1);
  live(4, 1, 50);
  EXPECT_EQ(state_.figures().at("total_requests"), 300);
  EXPECT_EQ(state_.figures().at("active_clients"), 4);
  EXPECT_NEAR(state_.figures().at("average_response_time").get<double>(), 0.02, 1e-9);
}

TEST_F(Watched, ShowsClientsThatWereActiveBetweenTwoLines) {
  begin(1);
  start(1, 0);
  tell(outputs::live_line(at(1.4), run(0), {.time_s = 0.4, .active = 0, .most_active = 4}));
  state_.tick(5 * kSecond);
  EXPECT_EQ(state_.state().at("series").at("active_clients").dump(), "[4.0,0.0,0.0]");
  EXPECT_EQ(state_.figures().at("active_clients"), 0);
}

TEST_F(Watched, HasNoActiveClientsBetweenRuns) {
  begin(1);
  start(1, 0);
  live(2, 1, 100);
  row(3, 0);
  EXPECT_EQ(state_.figures().at("active_clients"), 0);
}

TEST_F(Watched, TellsEachSecondOnce) {
  begin(10);
  start(10, 0);
  live(11, 1, 100);
  state_.tick(11 * kSecond);
  EXPECT_THAT(names(), Not(Contains("second")));
  live(12, 2, 250);
  state_.tick(12 * kSecond);
  EXPECT_EQ(last("second").at("t"), 10);
  EXPECT_NEAR(last("second").at("requests_per_s").get<double>(), 100, 1e-6);
  state_.tick(12 * kSecond);
  EXPECT_EQ(
      std::count(told_.begin(), told_.end(), std::pair(std::string("second"), last("second"))), 1);
}

TEST_F(Watched, TellsTheLastSecondsWhenItEnds) {
  begin(10);
  start(10, 0);
  live(11.5, 1.5, 150);
  row(11.5, 0);
  tell(outputs::end_line(at(11.5), {.outcome = "ok"}, 1, 0));
  state_.ended("ok", "");
  EXPECT_EQ(last("second").at("t"), 11);
  EXPECT_EQ(last("end").at("outcome"), "ok");
  EXPECT_EQ(last("end").at("table"), "t.csv");
}

TEST_F(Watched, ShowsTheLastRequestsNewestFirst) {
  begin(1);
  start(1, 0);
  for (int i = 1; i <= 12; ++i) live(1 + i, i, 1);
  const auto& recent = state_.recent();
  EXPECT_EQ(recent.size(), LiveState::kMostRecent);
  EXPECT_EQ(recent.at(0).at("at"), 13);
  EXPECT_EQ(recent.at(0).at("path"), "GET /x");
}

TEST_F(Watched, KeepsNoMoreSecondsThanTheGraphsShow) {
  begin(1);
  start(1, 0);
  for (int i = 1; i <= 400; ++i) {
    live(1 + i, i, static_cast<std::uint64_t>(i));
    state_.tick((1 + i) * kSecond);
  }
  EXPECT_EQ(state_.state().at("series").at("t").size(), LiveState::kMostSeconds);
}

TEST_F(Watched, SaysWhyARunCouldNotBegin) {
  state_.starting();
  state_.message("orchestrator: m.yaml:3: no");
  state_.ended("could not run", "");
  EXPECT_EQ(state_.phase(), Phase::kEnded);
  EXPECT_EQ(last("end").at("outcome"), "could not run");
  EXPECT_EQ(state_.test_status().at("outcome"), "could not run");
  EXPECT_EQ(state_.state().at("messages").dump(), R"(["orchestrator: m.yaml:3: no"])");
}

TEST_F(Watched, ForgetsTheRunBeforeWhenTheNextIsAskedFor) {
  begin(1);
  start(1, 0);
  live(2, 1, 100);
  row(3, 0);
  state_.ended("ok", "");
  state_.starting();
  EXPECT_EQ(last("state").at("phase"), "starting");
  EXPECT_TRUE(last("state").at("run").is_null());
  EXPECT_TRUE(last("state").at("outcome").is_null());
  EXPECT_TRUE(last("state").at("recent").empty());
  EXPECT_EQ(state_.test_status().at("done"), 0);
  EXPECT_EQ(state_.figures().at("total_requests"), 0);
}

TEST_F(Watched, KeepsWhatWasSaidBeforeTheRunBegan) {
  state_.starting();
  state_.message("a warning");
  begin(1);
  EXPECT_EQ(state_.state().at("messages").dump(), R"(["a warning"])");
}

TEST_F(Watched, ForgetsTheRunBeforeWhenTheNextBegins) {
  begin(1);
  start(1, 0);
  live(2, 1, 100);
  row(3, 0);
  begin(10);
  EXPECT_EQ(state_.state().at("run").at("done"), 0);
  EXPECT_EQ(state_.figures().at("total_requests"), 0);
  EXPECT_TRUE(state_.state().at("series").at("t").empty());
}

TEST_F(Watched, LeavesOutAnEventThatCannotBeRead) {
  begin(1);
  tell(R"({"event":"row","monotonic_ns":5})");
  tell(R"({"event":"started"})");
  tell(R"([])");
  tell("{");
  tell(R"({"event":"live","monotonic_ns":5,"clients":{}})");
  EXPECT_EQ(state_.state().at("run").at("done"), 0);
}

TEST_F(Watched, ShowsWhatTheServerSaysOfItself) {
  begin(1);
  start(1, 0);
  state_.set_server(ServerFigures{.cache_enabled = false, .cache_hits = 5, .workers = 4});
  EXPECT_EQ(state_.figures().at("cache_enabled"), false);
  EXPECT_EQ(state_.figures().at("thread_pool_size"), 4);
  EXPECT_TRUE(state_.figures().at("queue_size").is_null());
  state_.cache_switched(true);
  EXPECT_EQ(last("metrics").at("cache_enabled"), true);
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
