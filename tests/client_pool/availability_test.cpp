#include "client_pool/availability.h"

#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

constexpr net::SteadyTime kNow{std::chrono::hours(1)};
constexpr net::SteadyTime kSoon = kNow + Availability::kPause / 2;
constexpr net::SteadyTime kLater = kNow + Availability::kPause;

TEST(Availability, SendsClientsToTheirOwnTarget) {
  Availability three(3);
  for (const std::size_t home : {0u, 1u, 2u}) EXPECT_EQ(three.choose(home, kNow), home);
}

TEST(Availability, SendsClientsOfOneThatRefusesToTheNextInTurn) {
  Availability three(3);
  three.refuses(2, kNow);
  EXPECT_EQ(three.choose(2, kSoon), 0u);
  three.refuses(0, kNow);
  EXPECT_EQ(three.choose(2, kSoon), 1u);
  EXPECT_EQ(three.choose(0, kSoon), 1u);
}

TEST(Availability, KnowsNoneWhereAllRefuse) {
  Availability two(2);
  two.refuses(0, kNow);
  two.refuses(1, kNow);
  EXPECT_EQ(two.choose(0, kSoon), std::nullopt);
  Availability one(1);
  one.refuses(0, kNow);
  EXPECT_EQ(one.choose(0, kSoon), std::nullopt);
}

TEST(Availability, LetsOneClientAtATimeTryATargetAgain) {
  Availability two(2);
  two.refuses(0, kNow);
  EXPECT_FALSE(two.calls_back(0, kSoon));
  EXPECT_TRUE(two.calls_back(0, kLater));
  EXPECT_EQ(two.choose(0, kLater), 0u);
  EXPECT_FALSE(two.calls_back(0, kLater));
  EXPECT_EQ(two.choose(0, kLater), 1u);
  two.takes(0);
  EXPECT_TRUE(two.calls_back(0, kLater));
  EXPECT_EQ(two.choose(0, kLater), 0u);
}

TEST(Availability, TriesAnotherAgainBeforeItGivesUp) {
  Availability two(2);
  two.refuses(1, kNow);
  two.refuses(0, kLater);
  EXPECT_EQ(two.choose(0, kLater), 1u);
  EXPECT_EQ(two.choose(0, kLater), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::client_pool
