#include "client_pool/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_pool/progress.h"

namespace gauntlet::client_pool {
namespace {

std::vector<Target> targets(const char* address) {
  return {{"x", "x", {{asio::ip::make_address(address), 80}}}};
}

TEST(Advice, WarnsOfBbrOnLoopback) {
  EXPECT_THAT(advice("bbr", targets("127.0.0.1")), ::testing::HasSubstr("--congestion cubic"));
  EXPECT_THAT(advice("bbr", targets("::1")), ::testing::HasSubstr("--congestion cubic"));
}

TEST(Advice, HasNothingToSayElsewhere) {
  EXPECT_EQ(advice("cubic", targets("127.0.0.1")), "");
  EXPECT_EQ(advice("bbr", targets("192.0.2.1")), "");
}

TEST(Advice, NamesTargetsThatNobodyAsks) {
  EXPECT_THAT(idle_target_advice(2, 1), ::testing::HasSubstr("1 of 2 targets are asked by nobody"));
  EXPECT_EQ(idle_target_advice(2, 2), "");
  EXPECT_EQ(idle_target_advice(0, 1), "");
}

TEST(Progress, AddsUpTheWorkers) {
  LiveCounters workers[2];
  workers[0].requests = 1000;
  workers[1].requests = 234;
  workers[1].failed_requests = 5;
  workers[0].bytes = 3 * kMiB;
  EXPECT_EQ(progress_text(workers, std::chrono::seconds(2)),
            "1234 requests, 5 failed, 3.00 MiB, 1.50 MiB/s, 2.00 s");
}

}  // namespace
}  // namespace gauntlet::client_pool
