#include "orchestrator/dashboard/seconds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::DoubleNear;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kMs = 1'000'000;

TEST(Seconds, SpreadWhatClientsDidOverTheTimeThatTheyTookForIt) {
  Seconds seconds;
  seconds.add_clients({1500 * kMs, 3500 * kMs}, {.active = 4, .requests = 200, .bytes = 2000});
  const std::vector<Second> taken = seconds.take(10'000 * kMs);
  ASSERT_THAT(taken, SizeIs(testing::Ge(3u)));
  EXPECT_EQ(taken[0].number, 1);
  EXPECT_THAT(taken[0].requests_per_s, DoubleNear(50, 1e-6));
  EXPECT_THAT(taken[1].requests_per_s, DoubleNear(100, 1e-6));
  EXPECT_THAT(taken[2].bytes_per_s, DoubleNear(500, 1e-6));
  EXPECT_EQ(taken[1].active_clients, 4);
}

TEST(Seconds, AddWhatComesOfSeveralScenariosInOneSecond) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 1200 * kMs}, {.requests = 10});
  seconds.add_clients({1500 * kMs, 1900 * kMs}, {.requests = 20});
  EXPECT_THAT(seconds.take(3000 * kMs).at(0).requests_per_s, DoubleNear(30, 1e-6));
}

TEST(Seconds, AreNotTakenWhileMoreMayComeOfThem) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 1500 * kMs}, {.requests = 10});
  EXPECT_THAT(seconds.take(2100 * kMs), IsEmpty()) << "half a second of it may be told yet";
  EXPECT_THAT(seconds.take(2900 * kMs), SizeIs(1));
}

TEST(Seconds, AreTakenOnceEach) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 1500 * kMs}, {.requests = 10});
  seconds.take(2900 * kMs);
  EXPECT_THAT(seconds.take(2900 * kMs), IsEmpty());
}

TEST(Seconds, InWhichNothingHappenedAreTakenToo) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 1500 * kMs}, {.active = 4, .requests = 10});
  const std::vector<Second> taken = seconds.take(3900 * kMs);
  ASSERT_THAT(taken, SizeIs(2));
  EXPECT_EQ(taken[1].requests_per_s, 0);
  EXPECT_EQ(taken[1].active_clients, 0);
}

TEST(Seconds, HaveNoCpuTimeWhereNoneWasMeasured) {
  Seconds seconds;
  seconds.add_server_cpu({1000 * kMs, 3000 * kMs}, 3);
  seconds.add_clients({1000 * kMs, 4000 * kMs}, {.requests = 10});
  const std::vector<Second> taken = seconds.take(10'000 * kMs);
  EXPECT_THAT(taken.at(0).server_cpu, testing::Optional(DoubleNear(1.5, 1e-6)));
  EXPECT_FALSE(taken.at(0).client_cpu);
  EXPECT_FALSE(taken.at(2).server_cpu);
}

TEST(Seconds, LoseWhatComesTooLateForThem) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 1500 * kMs}, {.requests = 10});
  seconds.take(5000 * kMs);
  seconds.add_clients({1000 * kMs, 1500 * kMs}, {.requests = 10});
  EXPECT_THAT(seconds.take(5000 * kMs), IsEmpty());
}

TEST(Seconds, ThatAreNotOverAreTakenAtTheEnd) {
  Seconds seconds;
  seconds.add_clients({1000 * kMs, 2500 * kMs}, {.requests = 15});
  EXPECT_THAT(seconds.take_all(), SizeIs(2));
  seconds.add_clients({9000 * kMs, 9500 * kMs}, {.requests = 15});
  EXPECT_THAT(seconds.take_all(), SizeIs(1)) << "a run of its own";
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
