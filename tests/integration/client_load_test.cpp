// The load models of client_pool against the real server_pool: what is sent, and what is reported.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;

class Load : public ::testing::Test {
 protected:
  Load() : server_({"--root", root_.path(), "--pool", "1"}) { root_.write("file.bin", "content"); }

  contract::ClientReport report(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"--json", "--operation", "list", "--port",
                                          ports_of(server_)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished ran = run_client(arguments);
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    return report_of(ran);
  }

  TemporaryFolder root_;
  Server server_;
};

TEST_F(Load, OpenLoopSendsExactlyWhatWasPlanned) {
  for (const char* mode : {"thread", "process"}) {
    const auto seen = report({"--mode", mode, "--client-pool", "7", "--workers", "3", "--rate",
                              "400", "--duration", "500ms"});
    EXPECT_EQ(seen.requests, 200u);
    ASSERT_TRUE(seen.schedule);
    EXPECT_EQ(seen.schedule->asked_rate, 400);
    EXPECT_EQ(seen.late.count(), 200u);
    EXPECT_GE(seen.duration_s, 0.4975);  // the last one is due then
  }
}

TEST_F(Load, OpenLoopMakesItsRequestsInAllWhereTheirNumberDecides) {
  const auto seen =
      report({"--client-pool", "5", "--rate", "500", "--arrivals", "poisson", "--requests", "20"});
  EXPECT_EQ(seen.requests, 100u);
}

TEST_F(Load, OpenLoopGivesEveryTargetItsPart) {
  Server servers({"--root", root_.path(), "--pool", "2"});
  const Finished ran =
      run_client({"--json", "--operation", "list", "--port", ports_of(servers), "--client-pool",
                  "8", "--workers", "1", "--rate", "400", "--requests", "10"});
  const auto seen = report_of(ran);
  EXPECT_EQ(seen.requests, 80u);
  for (const auto& target : seen.targets) EXPECT_GT(target.requests, 0u) << target.target;
}

TEST_F(Load, ServiceTimesAreNeverLongerThanResponseTimesInAnOpenLoop) {
  const auto seen = report({"--client-pool", "4", "--rate", "1000", "--duration", "300ms"});
  EXPECT_LE(*seen.service.mean_s(), *seen.latency.mean_s());
  EXPECT_LE(*seen.ttfb.mean_s(), *seen.service.mean_s());
}

TEST_F(Load, ClosedLoopCountsFromTheSending) {
  const auto seen = report({"--client-pool", "4", "--requests", "10"});
  EXPECT_FALSE(seen.schedule);
  EXPECT_EQ(seen.service, seen.latency);
  EXPECT_EQ(seen.late.count(), 0u);
  EXPECT_EQ(seen.connect.count(), 4u);
  EXPECT_EQ(seen.ttfb.count(), 40u);
}

TEST_F(Load, WarmUpIsNotCounted) {
  const auto seen = report({"--client-pool", "3", "--requests", "5", "--warmup", "200ms"});
  EXPECT_EQ(seen.requests, 15u);
  EXPECT_GT(seen.warmup_requests, 0u);
  EXPECT_EQ(seen.latency.count(), 15u);
  EXPECT_EQ(seen.connect.count(), 0u);  // all were made during the warm-up
}

TEST_F(Load, ThinkTimeStandsBetweenRequests) {
  const auto seen = report({"--requests", "3", "--think-time", "50ms"});
  EXPECT_GE(seen.duration_s, 0.1);
  EXPECT_EQ(seen.requests, 3u);
}

TEST_F(Load, DurationEndsAClosedLoop) {
  const auto seen = report({"--client-pool", "2", "--duration", "300ms"});
  EXPECT_GT(seen.requests, 2u);
  EXPECT_GE(seen.client_done_s->min, 0.3);
  EXPECT_GE(seen.steady_s, 0.2);
  EXPECT_GT(seen.steady_requests, 0);
  EXPECT_LE(seen.steady_requests, static_cast<double>(seen.requests));
}

TEST_F(Load, SteadySpanIsByTheClockOfThisProcessToo) {
  const auto now = [] {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  const std::int64_t before = now();
  const auto seen = report({"--client-pool", "2", "--duration", "250ms"});
  EXPECT_GT(seen.steady_begin_ns, before);
  EXPECT_LT(seen.steady_end_ns, now());
  EXPECT_NEAR(static_cast<double>(seen.steady_end_ns - seen.steady_begin_ns) / 1e9, seen.steady_s,
              1e-6);
}

TEST_F(Load, NamesItsProcesses) {
  EXPECT_TRUE(report({}).pids.empty());
  const auto seen = report({"--mode", "process", "--client-pool", "2", "--workers", "2"});
  EXPECT_GT(seen.pid, 0);
  EXPECT_EQ(seen.pids.size(), 2u);
}

TEST_F(Load, AsksTheKernelOfEveryConnection) {
  const auto kept = report({"--client-pool", "3", "--requests", "4"});
  EXPECT_EQ(kept.tcp.connections, 3u);
  EXPECT_GE(kept.tcp.segments, 12u);
  EXPECT_TRUE(kept.tcp.rtt_mean_us);
  EXPECT_FALSE(kept.time_wait);
  const auto single =
      report({"--client-pool", "3", "--requests", "4", "--connection", "per-request"});
  EXPECT_EQ(single.tcp.connections, 12u);
  EXPECT_TRUE(single.time_wait);
}

TEST(OpenLoop, FailsRequestsForWhichNoClientWasFreeInTime) {
  ScriptedServer silent([](ScriptedServer::Session& session) { session.read_to_end(); });
  const Finished ran = run_client({"--json", "--operation", "list", "--port", silent.port(),
                                   "--rate", "100", "--duration", "500ms", "--timeout", "100ms"});
  EXPECT_EQ(ran.status.code, 1);
  const auto seen = report_of(ran);
  EXPECT_EQ(seen.failed_requests, 50u);
  EXPECT_GT(seen.errors.at("unsent"), 0u);
  EXPECT_GT(seen.errors.at("timeout"), 0u);
  EXPECT_TRUE(seen.schedule->missed);
  EXPECT_THAT(seen.schedule->why, HasSubstr("1 client was too few"));
}

// Nagle's algorithm on one side and delayed acknowledgements on the other cost 40 ms a request,
// whenever a message leaves in two small segments.
class SmallMessages : public ::testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(SmallMessages, NeverWaitForAnAcknowledgement) {
  const auto& [protocol, operation] = GetParam();
  TemporaryFolder root;
  root.write("file_0.001MB.bin", std::string(1049, 'x'));
  Server server({"--root", root.path(), "--pool", "1"});
  const Finished ran =
      run_client({"--json", "--operation", operation, "--protocol", protocol, "--volume", "0.001",
                  "--requests", "100", "--port", ports_of(server)});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  const auto median = report_of(ran).latency.quantile_s(metrics::Quantile::kP50);
  ASSERT_TRUE(median);
  EXPECT_LT(*median, 0.02);
}

// What has no body leaves in its head's segment, at once.
TEST(EmptyUploads, NeverWaitForABody) {
  TemporaryFolder root;
  Server server({"--root", root.path(), "--pool", "1"});
  for (const char* protocol : {"http", "line"}) {
    const Finished ran =
        run_client({"--json", "--operation", "upload", "--protocol", protocol, "--volume",
                    "0.0000001", "--requests", "20", "--port", ports_of(server)});
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    const auto median = report_of(ran).latency.quantile_s(metrics::Quantile::kP50);
    ASSERT_TRUE(median);
    EXPECT_LT(*median, 0.1) << protocol;
  }
}

INSTANTIATE_TEST_SUITE_P(All, SmallMessages,
                         ::testing::Combine(::testing::Values("http", "line"),
                                            ::testing::Values("list", "get", "upload")),
                         [](const auto& test) {
                           return fmt::format("{}_{}", std::get<0>(test.param),
                                              std::get<1>(test.param));
                         });

}  // namespace
}  // namespace gauntlet::integration
