#include "client_pool/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_pool/progress.h"

namespace gauntlet::client_pool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Plan plan(const char* congestion, const char* address) {
  Plan plan;
  plan.options.congestion = congestion;
  plan.targets = {{"x", "x", {{asio::ip::make_address(address), 80}}}};
  return plan;
}

TEST(Advice, WarnsOfBbrOnLoopback) {
  EXPECT_THAT(advice(plan("bbr", "127.0.0.1")), ElementsAre(HasSubstr("--congestion cubic")));
  EXPECT_THAT(advice(plan("bbr", "::1")), ElementsAre(HasSubstr("--congestion cubic")));
}

TEST(Advice, HasNothingToSayElsewhere) {
  EXPECT_THAT(advice(plan("cubic", "127.0.0.1")), IsEmpty());
  EXPECT_THAT(advice(plan("bbr", "192.0.2.1")), IsEmpty());
}

TEST(Advice, IsNotForPrograms) {
  Plan read_by_a_program = plan("bbr", "127.0.0.1");
  read_by_a_program.options.json = true;
  EXPECT_THAT(advice(read_by_a_program), IsEmpty());
}

TEST(Advice, NamesTargetsThatNobodyAsks) {
  Plan two = plan("cubic", "127.0.0.1");
  two.options.targets = {"a:1", "b:1"};
  two.options.client_pool = 1;
  EXPECT_THAT(advice(two), ElementsAre(HasSubstr("1 of 2 targets is asked by nobody")));
  two.options.client_pool = 2;
  EXPECT_THAT(advice(two), IsEmpty());
}

TEST(Progress, AddsUpTheWorkers) {
  LiveCounters workers[2];
  workers[0].requests = 1000;
  workers[1].requests = 234;
  workers[1].failed_requests = 5;
  workers[0].bytes = 3 * kMiB;
  EXPECT_EQ(progress_text(workers, std::chrono::seconds(2)),
            "1,234 requests, 5 failed, 3.00 MiB, 1.50 MiB/s, 2.00 s");
}

}  // namespace
}  // namespace gauntlet::client_pool
