#include "orchestrator/run/origin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"

namespace gauntlet::orchestrator::run {
namespace {

matrix::Scenario scenario(const std::string& setting = "seed: 1", const std::string& more = "") {
  return matrix::expand(matrix::load_matrix(
                            "settings: {mode: thread, operation: get, volume: 1, client_pool: 4, "
                            "server_pool: 2, " +
                                setting + "}\n" + more,
                            "test.yaml"))
      .at(0);
}

TEST(DescribeMachine, NamesCpuCoresKernelAndGovernor) {
  EXPECT_EQ(describe_machine({.cpu = "Fast", .cores = 8, .kernel = "6.1", .governor = "powersave"}),
            "Fast, 8 cores, 6.1, powersave");
}

TEST(DescribeMachine, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(describe_machine({.cores = 1, .kernel = "6.1"}), "1 core, 6.1");
}

TEST(ValueHash, DiffersForOtherValues) {
  EXPECT_NE(value_hash(scenario()), value_hash(scenario("slots: 1")));
}

TEST(ValueHash, IsTheSameWhetherAnInitialValueIsGivenOrNot) {
  EXPECT_EQ(value_hash(scenario()), value_hash(scenario("slots: 0")));
}

TEST(ValueHash, DoesNotDependOnTheId) {
  matrix::Scenario other = scenario();
  other.id = "other";
  EXPECT_EQ(value_hash(scenario()), value_hash(other));
}

TEST(TargetOf, CallsAServerRemoteThatIsNotStartedByUs) {
  EXPECT_EQ(
      target_of(scenario("server: there", "servers: {there: {url: \"http://127.0.0.1:1/\"}}")),
      "remote");
}

TEST(TargetOf, CallsEveryServerThatWeStartLoopbackWhateverItsAddress) {
  for (const char* host : {"127.0.0.1", "0.0.0.0", "::", "10.0.0.1", "example.org"})
    EXPECT_EQ(target_of(scenario(std::string("host: \"") + host + "\"")), "loopback") << host;
}

TEST(FillOrigin, FillsEveryColumn) {
  table::Row row;
  fill_origin(row, scenario());
  EXPECT_THAT(row.version, testing::HasSubstr("+"));
  EXPECT_THAT(row.machine, testing::HasSubstr("core"));
  EXPECT_EQ(row.target, "loopback");
  EXPECT_EQ(row.scenario_hash, value_hash(scenario()));
  EXPECT_EQ(row.schema_version, 1u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
