#include "server_pool/pool/supervision.h"

#include <gtest/gtest.h>

namespace gauntlet::server_pool::pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const SupervisionRules kRules{.early = seconds(10), .early_deaths = 5, .pause = milliseconds(100)};
const SteadyTime kFirstStart{seconds(1000)};

TEST(Supervision, RestartsAtOnceAfterADeath) {
  Supervision supervision(1, kRules);
  const Verdict verdict = supervision.died(0, kFirstStart, kFirstStart + seconds(1));
  EXPECT_FALSE(verdict.give_up);
  EXPECT_EQ(verdict.restart_at, kFirstStart + seconds(1));
}

TEST(Supervision, DoublesThePauseWithEveryEarlyDeath) {
  Supervision supervision(1, kRules);
  supervision.died(0, kFirstStart, kFirstStart);
  EXPECT_EQ(supervision.died(0, kFirstStart, kFirstStart).restart_at,
            kFirstStart + milliseconds(100));
  EXPECT_EQ(supervision.died(0, kFirstStart, kFirstStart).restart_at,
            kFirstStart + milliseconds(200));
  EXPECT_EQ(supervision.died(0, kFirstStart, kFirstStart).restart_at,
            kFirstStart + milliseconds(400));
}

TEST(Supervision, GivesUpAfterTooManyEarlyDeathsInARow) {
  Supervision supervision(1, kRules);
  for (int i = 0; i < 4; ++i) ASSERT_FALSE(supervision.died(0, kFirstStart, kFirstStart).give_up);
  EXPECT_TRUE(supervision.died(0, kFirstStart, kFirstStart).give_up);
}

TEST(Supervision, ForgivesEarlyDeathsOnceAWorkerHasLastedLongEnough) {
  Supervision supervision(1, kRules);
  for (int i = 0; i < 4; ++i) supervision.died(0, kFirstStart, kFirstStart);
  EXPECT_EQ(supervision.died(0, kFirstStart, kFirstStart + seconds(10)).restart_at,
            kFirstStart + seconds(10));
  EXPECT_FALSE(supervision.died(0, kFirstStart, kFirstStart).give_up);
}

TEST(Supervision, CountsTheDeathsOfEveryWorkerApart) {
  Supervision supervision(2, kRules);
  for (int i = 0; i < 4; ++i) supervision.died(0, kFirstStart, kFirstStart);
  EXPECT_FALSE(supervision.died(1, kFirstStart, kFirstStart).give_up);
}

}  // namespace
}  // namespace gauntlet::server_pool::pool
