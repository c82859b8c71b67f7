#include "orchestrator/outputs/event_lines.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/version.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::outputs {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const Moment kMoment{.monotonic_ns = 1'500'000'000, .time = "2026-01-31T23:59:59.123+00:00"};
const matrix::Scenario kScenario{.id = "thread-s1-get-1MB-c4",
                                 .values = std::vector<matrix::Value>(matrix::settings().size())};
const sweep::Run kRun{
    .scenario = kScenario, .planned = kScenario, .pass = 2, .passes = 3, .position = 1};

TEST(EventLines, BeginWithWhatIsToBeRun) {
  const sweep::Plan plan{.file = "m.yaml", .name = "m", .scenarios = {kScenario}};
  const sweep::Invocation invocation{
      .command_line = {"orchestrator", "run", "m.yaml"}, .tables = {"r/t.csv"}, .earlier_rows = 3};
  EXPECT_EQ(
      begin_line(kMoment, plan, invocation),
      fmt::format(
          R"({{"event":"begin","monotonic_ns":1500000000,"time":"2026-01-31T23:59:59.123+00:00",)"
          R"("version":1,"gauntlet":{{"version":"{}","revision":"{}"}},)"
          R"("command_line":["orchestrator","run","m.yaml"],"file":"m.yaml","name":"m",)"
          R"("tables":["r/t.csv"],"earlier_rows":3,"budget_s":null,"scenarios":["thread-s1-get-1MB-c4"],)"
          R"("axes":[],"places":[[]]}})",
          kVersion, kRevision));
}

TEST(EventLines, BeginWithTheSettingsThatVary) {
  const sweep::Plan plan{.scenarios = matrix::expand(matrix::load_matrix(
                             "matrix: {operation: [get, list], client_pool: [5, 1]}\n"
                             "settings: {mode: thread, volume: 1, server_pool: 1}\n",
                             "m.yaml"))};
  const nlohmann::json line = nlohmann::json::parse(begin_line(kMoment, plan, {}));
  EXPECT_EQ(line.at("axes").dump(), R"([{"name":"operation","values":["get","list"]},)"
                                    R"({"name":"client_pool","values":["5","1"]}])");
  EXPECT_EQ(line.at("places").dump(), "[[0,0],[0,1],[1,0],[1,1]]");
}

TEST(EventLines, TellWhereTheServerTakesRequests) {
  const std::string line =
      ready_line(kMoment, kRun, {{.host = "127.0.0.1", .ports = {7001, 7002}}});
  EXPECT_THAT(line, StartsWith(R"({"event":"ready",)"));
  EXPECT_THAT(line, HasSubstr(R"("pools":[{"host":"127.0.0.1","ports":[7001,7002]}])"));
}

TEST(EventLines, TellHowTheClientsGetOn) {
  const std::string line = live_line(kMoment, kRun, {.time_s = 2, .active = 4, .requests = 9});
  EXPECT_THAT(line, StartsWith(R"({"event":"live",)"));
  EXPECT_THAT(line, HasSubstr(R"("clients":{"time_s":2.0,"active":4,"requests":9,)"));
}

TEST(EventLines, TellOfAPauseAndItsEnd) {
  EXPECT_THAT(paused_line(kMoment, true), StartsWith(R"({"event":"paused",)"));
  EXPECT_THAT(paused_line(kMoment, false), StartsWith(R"({"event":"continued",)"));
}

TEST(EventLines, TellThatARunHasStarted) {
  EXPECT_EQ(started_line(kMoment, kRun),
            R"({"event":"started","monotonic_ns":1500000000,)"
            R"("time":"2026-01-31T23:59:59.123+00:00","scenario":"thread-s1-get-1MB-c4",)"
            R"("planned":"thread-s1-get-1MB-c4","pass":2,"side":null,"position":1,"passes":3})");
}

TEST(EventLines, NameTheSideOfALiveComparison) {
  const sweep::Run run{.scenario = kScenario, .planned = kScenario, .side = "base"};
  EXPECT_THAT(started_line(kMoment, run), HasSubstr(R"("side":"base")"));
}

TEST(EventLines, LeaveOpenHowManyPassesThereAreWhereNobodyKnows) {
  const sweep::Run run{.scenario = kScenario, .planned = kScenario, .passes = 0};
  EXPECT_THAT(started_line(kMoment, run), HasSubstr(R"("passes":null)"));
}

TEST(EventLines, HoldTheFiguresOfASampleByTheirNames) {
  metrics::Snapshot sample{.time_ns = 1'500'000'000};
  sample.host.runnable = 3;
  const std::string line = sample_line(kMoment, kRun, sample);
  EXPECT_THAT(line, StartsWith(R"({"event":"sample","monotonic_ns":1500000000,)"
                               R"("time":"2026-01-31T23:59:59.123+00:00",)"
                               R"("scenario":"thread-s1-get-1MB-c4",)"
                               R"("planned":"thread-s1-get-1MB-c4","pass":2,"side":null,)"
                               R"("sample":{"host_busy_s":0.0,)"));
  const nlohmann::json figures = nlohmann::json::parse(line).at("sample");
  EXPECT_EQ(figures.at("runnable"), 3);
  EXPECT_TRUE(figures.at("available_bytes").is_null()) << "was not measured";
  EXPECT_FALSE(figures.contains("t_s"));
}

TEST(EventLines, HoldARowByItsColumns) {
  table::Row row;
  row.mode = "thread";
  row.success = 4;
  row.avg_time_s = 0.25;
  row.settings = {{"protocol", "http"}, {"requests", "1"}};
  const std::string line = row_line(kMoment, kRun, row);
  EXPECT_THAT(line, StartsWith(R"({"event":"row","monotonic_ns":1500000000,)"
                               R"("time":"2026-01-31T23:59:59.123+00:00",)"
                               R"("scenario":"thread-s1-get-1MB-c4",)"
                               R"("planned":"thread-s1-get-1MB-c4","pass":2,"side":null,)"
                               R"("row":{"timestamp":"","mode":"thread","server_pool":0,)"));
  const nlohmann::json columns = nlohmann::json::parse(line).at("row");
  EXPECT_EQ(columns.at("success"), 4);
  EXPECT_EQ(columns.at("avg_time_s"), 0.25);
  EXPECT_TRUE(columns.at("p50_s").is_null()) << "was not measured";
  EXPECT_EQ(columns.at("protocol"), "http");
  EXPECT_EQ(columns.at("set_requests"), "1");
}

TEST(EventLines, EndWithWhatWasLost) {
  EXPECT_EQ(end_line(kMoment, {.outcome = "ok"}, 12, 2),
            R"({"event":"end","monotonic_ns":1500000000,)"
            R"("time":"2026-01-31T23:59:59.123+00:00","outcome":"ok","rows":12,"lost":2})");
}

}  // namespace
}  // namespace gauntlet::orchestrator::outputs
