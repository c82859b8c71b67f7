#include "server_pool/supervision.h"

#include <gtest/gtest.h>

namespace gauntlet::server_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const SupervisionRules kRules{.early = seconds(10), .early_deaths = 5, .pause = milliseconds(100)};
const SteadyTime kStart{seconds(1000)};

TEST(Supervision, RestartsAtOnceAfterADeath) {
  Supervision supervision(1, kRules);
  const Verdict verdict = supervision.died(0, kStart, kStart + seconds(1));
  EXPECT_FALSE(verdict.give_up);
  EXPECT_EQ(verdict.restart_at, kStart + seconds(1));
}

TEST(Supervision, DoublesThePauseWithEveryEarlyDeath) {
  Supervision supervision(1, kRules);
  supervision.died(0, kStart, kStart);
  EXPECT_EQ(supervision.died(0, kStart, kStart).restart_at, kStart + milliseconds(100));
  EXPECT_EQ(supervision.died(0, kStart, kStart).restart_at, kStart + milliseconds(200));
  EXPECT_EQ(supervision.died(0, kStart, kStart).restart_at, kStart + milliseconds(400));
}

TEST(Supervision, GivesUpAfterTooManyEarlyDeathsInARow) {
  Supervision supervision(1, kRules);
  for (int i = 0; i < 4; ++i) ASSERT_FALSE(supervision.died(0, kStart, kStart).give_up);
  EXPECT_TRUE(supervision.died(0, kStart, kStart).give_up);
}

TEST(Supervision, ForgivesEarlyDeathsOnceAWorkerHasLastedLongEnough) {
  Supervision supervision(1, kRules);
  for (int i = 0; i < 4; ++i) supervision.died(0, kStart, kStart);
  EXPECT_EQ(supervision.died(0, kStart, kStart + seconds(10)).restart_at, kStart + seconds(10));
  EXPECT_FALSE(supervision.died(0, kStart, kStart).give_up);
}

TEST(Supervision, CountsTheDeathsOfEveryWorkerApart) {
  Supervision supervision(2, kRules);
  for (int i = 0; i < 4; ++i) supervision.died(0, kStart, kStart);
  EXPECT_FALSE(supervision.died(1, kStart, kStart).give_up);
}

}  // namespace
}  // namespace gauntlet::server_pool
