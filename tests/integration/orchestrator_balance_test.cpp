// Who spreads the clients over a server_pool and its mirrors: the real programs, and the real
// HAProxy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;

class Balance : public Orchestrator {
 protected:
  Ended sweep(const std::string& matrix, const std::string& settings) const {
    const fs::path file =
        write("m.yaml", "matrix: {" + matrix + "}\nsettings: {volume: 0.01, server_pool: 2, " +
                            settings + "}\n");
    return run({"run", file.string(), "--results", results().string(), "--no-plots"});
  }

  // How many requests of the row's operation each server_pool had, and that none failed there.
  std::vector<std::uint64_t> requests_of_pools(const table::Row& row) const {
    const fs::path report =
        results() / table_file().stem() / "reports" / (row.scenario + ".pass1.json");
    std::ifstream file(report);
    const nlohmann::json value = nlohmann::json::parse(file);
    std::vector<nlohmann::json> pools{value.at("stopped")};
    for (const auto& mirror : value.at("mirrors")) pools.push_back(mirror.at("stopped"));
    std::vector<std::uint64_t> requests;
    for (const nlohmann::json& pool : pools) {
      requests.push_back(0);
      for (const auto& worker : pool.at("workers")) {
        requests.back() += worker.at("requests").at(row.operation).get<std::uint64_t>();
        EXPECT_EQ(worker.at("failed_requests"), 0) << row.scenario;
      }
    }
    return requests;
  }
};

TEST_F(Balance, OfEveryKindAnswersAllRequestsOverEitherProtocol) {
  const Ended ended = sweep(
      "mode: [thread, process], protocol: [http, line], operation: [get, upload, delete], "
      "balance: [range, kernel, redirect, haproxy, haproxy-leastconn]",
      "client_pool: 6, mirrors: 1, requests: 3");
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(rows().size(), 60u);
  for (const table::Row& row : rows()) {
    EXPECT_EQ(row.status, "ok") << row.scenario << ": " << row.note;
    EXPECT_EQ(row.requests, 18u);
    EXPECT_EQ(row.server_success, 4u);
    EXPECT_GE(row.imbalance.value_or(0), 1);
    const bool by_haproxy = row.setting("balance").starts_with("haproxy");
    EXPECT_EQ(row.proxy_cpu_s.has_value(), by_haproxy) << row.scenario;
    const std::vector<std::uint64_t> requests = requests_of_pools(row);
    EXPECT_EQ(requests.at(0) + requests.at(1), 18u) << row.scenario;
  }
}

TEST_F(Balance, ByTurnsIsEvenOverAllWorkers) {
  const Ended ended =
      sweep("mode: [thread, process], balance: [redirect, haproxy]",
            "operation: get, client_pool: 1, mirrors: 2, requests: 60, connection: per-request");
  EXPECT_EQ(ended.code, 0) << ended.output;
  for (const table::Row& row : rows())
    EXPECT_THAT(requests_of_pools(row), Each(AllOf(Ge(19u), Le(21u)))) << row.scenario;
}

// Of HAProxy's first turn one goes to the probe that asks whether it is ready.
TEST_F(Balance, ByWeightGivesEachPoolItsShare) {
  const Ended ended =
      sweep("mode: [thread], balance: [redirect, haproxy]",
            "operation: get, client_pool: 1, mirrors: 2, requests: 60, connection: per-request, "
            "weights: 3:2:1");
  EXPECT_EQ(ended.code, 0) << ended.output;
  for (const table::Row& row : rows())
    EXPECT_THAT(
        requests_of_pools(row),
        ElementsAre(AllOf(Ge(29u), Le(31u)), AllOf(Ge(19u), Le(21u)), AllOf(Ge(9u), Le(11u))))
        << row.scenario;
}

// 200 requests a second, whatever the machine is doing beside.
class Events : public Balance {
 protected:
  table::Row row_of(const std::string& settings) const {
    const Ended ended = sweep("mode: [process]",
                              "operation: get, client_pool: 8, rate: 200, duration: 4s, "
                              "timeout: 2s, " +
                                  settings);
    EXPECT_EQ(rows().size(), 1u) << ended.output;
    return rows().at(0);
  }
};

TEST_F(Events, OfAMirrorThatIsKilledFailNothingWhereRequestsAreTriedAgain) {
  const table::Row row = row_of("mirrors: 2, retries: 1, events: [{at: 1500ms, kill: mirror 1}]");
  EXPECT_EQ(row.status, "ok") << row.note;
  EXPECT_EQ(row.requests, 800u);
  EXPECT_EQ(row.recovery_s, 0);
  EXPECT_THAT(row.note, testing::StartsWith("kill mirror 1"));
  EXPECT_FALSE(row.imbalance) << "what the mirror had counted is lost";
}

// As fast as they can, so that HAProxy has chosen often before a check tells it. Each client has a
// request at a time.
TEST_F(Events, OfAMirrorThatIsKilledBehindHaproxyFailWhatWasInFlightAtMost) {
  const Ended ended = sweep("mode: [process]",
                            "operation: get, client_pool: 12, duration: 2s, timeout: 5s, mirrors: "
                            "2, balance: haproxy-leastconn, events: {at: 1s, kill: mirror 1}");
  ASSERT_EQ(rows().size(), 1u) << ended.output;
  EXPECT_LE(rows()[0].failed_requests.value_or(800), 12u) << rows()[0].note;
}

TEST_F(Events, OfAServerThatIsAwaySayForHowLongTheRateWasDown) {
  const table::Row row =
      row_of("events: [{at: 1500ms, kill: server}, {at: 2500ms, restart: server}]");
  EXPECT_EQ(row.status, "failed");
  EXPECT_GT(row.failed_requests, 0u);
  EXPECT_GE(row.recovery_s.value_or(0), 0.9) << row.note;
  EXPECT_LE(row.recovery_s.value_or(9), 2) << row.note;
}

TEST_F(Events, OfAServerThatIsRestartedAtOnceBringItBackOnItsPorts) {
  const table::Row row = row_of("retries: 3, events: [{at: 1500ms, restart: server}]");
  EXPECT_EQ(row.status, "ok") << row.note;
  EXPECT_EQ(row.server_fail, 2u) << "those that were killed";
}

TEST_F(Events, OfAMirrorThatStandsStillHoldUpWhoAsksIt) {
  const table::Row row = row_of(
      "mirrors: 1, events: [{at: 1500ms, stop: mirror 1}, {at: 2500ms, continue: mirror 1}]");
  EXPECT_EQ(row.status, "ok") << row.note;
  EXPECT_GE(row.max_s.value_or(0), 0.9);
  EXPECT_EQ(row.server_success, 4u);
}

TEST_F(Events, OfAWorkerThatIsKilledAreMendedByItsPool) {
  const table::Row row = row_of("retries: 3, events: [{at: 1s, kill: server worker 1}]");
  EXPECT_EQ(row.status, "ok") << row.note;
  EXPECT_EQ(row.server_fail, 1u);
  EXPECT_THAT(row.note, testing::HasSubstr("worker 1 died and was started again (1 restart)"));
}

}  // namespace
}  // namespace gauntlet::orchestrator
