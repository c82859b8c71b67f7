#include "orchestrator/trace/rounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::SizeIs;

Answer router(const std::string& from, milliseconds rtt = milliseconds(1)) {
  return {.as = Answer::As::kRouter, .from = from, .rtt = rtt};
}

Answer host(const std::string& from, milliseconds rtt = milliseconds(1)) {
  return {.as = Answer::As::kHost, .from = from, .rtt = rtt};
}

TEST(Rounds, OfOneHopGiveItsLossAndRoundTrips) {
  Rounds rounds;
  rounds.add(1, host("h", milliseconds(2)));
  rounds.add(1, host("h", milliseconds(6)));
  rounds.add(1, std::nullopt);
  rounds.add(1, host("h", milliseconds(1)));
  ASSERT_THAT(rounds.hops(), SizeIs(1));
  const Hop hop = rounds.hops()[0];
  EXPECT_EQ(hop.sent, 4u);
  EXPECT_EQ(hop.received, 3u);
  EXPECT_EQ(loss_of(hop), 0.25);
  EXPECT_EQ(hop.rtt->least, milliseconds(1));
  EXPECT_EQ(hop.rtt->mean, milliseconds(3));
  EXPECT_EQ(hop.rtt->most, milliseconds(6));
}

TEST(Rounds, EndAtTheNearestHopAtWhichTheHostAnswers) {
  Rounds rounds;
  rounds.add(3, host("h"));
  rounds.add(1, router("a"));
  rounds.add(2, host("h"));
  EXPECT_TRUE(rounds.has_end());
  EXPECT_TRUE(rounds.reached());
  EXPECT_THAT(rounds.hops(), SizeIs(2));
}

TEST(Rounds, KeepASilentHopBetweenTwoThatAnswer) {
  Rounds rounds;
  rounds.add(1, router("a"));
  rounds.add(2, std::nullopt);
  rounds.add(3, host("h"));
  ASSERT_THAT(rounds.hops(), SizeIs(3));
  EXPECT_THAT(rounds.hops()[1].addresses, SizeIs(0));
  EXPECT_FALSE(rounds.hops()[1].rtt);
}

TEST(Rounds, LeaveOutTheSilentHopsBehindTheLastThatAnswers) {
  Rounds rounds;
  rounds.add(1, router("a"));
  rounds.add(2, std::nullopt);
  rounds.add(3, std::nullopt);
  EXPECT_FALSE(rounds.has_end());
  EXPECT_FALSE(rounds.reached());
  EXPECT_THAT(rounds.hops(), SizeIs(1));
}

TEST(Rounds, NameEveryRouterOnceThatAnswersForAHop) {
  Rounds rounds;
  for (const char* address : {"b", "a", "b"}) rounds.add(1, router(address));
  EXPECT_THAT(rounds.hops()[0].addresses, ElementsAre("b", "a"));
}

TEST(Rounds, SayWhoRefusesAndDoNotCountItAsAHop) {
  Rounds rounds;
  rounds.add(1, router("a"));
  rounds.add(2, Answer{.as = Answer::As::kRefuser, .from = "a", .why = "No route to host"});
  EXPECT_TRUE(rounds.has_end());
  EXPECT_FALSE(rounds.reached());
  EXPECT_THAT(rounds.hops(), SizeIs(1));
  EXPECT_EQ(rounds.refusal(), "a answers: No route to host");
}

TEST(Rounds, ForgetARefusalWhenTheHostAnswers) {
  Rounds rounds;
  rounds.add(2, Answer{.as = Answer::As::kRefuser, .from = "a", .why = "No route to host"});
  rounds.add(2, host("h"));
  EXPECT_EQ(rounds.refusal(), "");
}

TEST(Rounds, WithoutAnyAnswerHaveNoHops) {
  Rounds rounds;
  rounds.add(1, std::nullopt);
  EXPECT_THAT(rounds.hops(), SizeIs(0));
}

}  // namespace
}  // namespace gauntlet::orchestrator::trace
