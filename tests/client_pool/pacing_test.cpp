#include "client_pool/pacing.h"

#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Pacing, EndsAfterTheRequestsThatWereAskedFor) {
  const Pacing pacing(3, Duration::zero());
  EXPECT_TRUE(pacing.another(0, seconds(0)));
  EXPECT_TRUE(pacing.another(2, seconds(1000)));
  EXPECT_FALSE(pacing.another(3, seconds(0)));
}

TEST(Pacing, GoesOnUntilTheTimeHasPassed) {
  const Pacing pacing(1, seconds(2));
  EXPECT_TRUE(pacing.another(1'000'000, milliseconds(1999)));
  EXPECT_FALSE(pacing.another(1, seconds(2)));
}

TEST(Pacing, MakesItsRequestsEvenWhenTheTimeHasPassed) {
  const Pacing pacing(5, seconds(2));
  EXPECT_TRUE(pacing.another(4, seconds(60)));
}

TEST(Pacing, PausesAfterAFailureOnlyWhereTimeAloneEndsTheLoop) {
  EXPECT_EQ(Pacing(5, Duration::zero()).pause_after_failure(), Duration::zero());
  EXPECT_GT(Pacing(5, seconds(1)).pause_after_failure(), Duration::zero());
}

}  // namespace
}  // namespace gauntlet::client_pool
