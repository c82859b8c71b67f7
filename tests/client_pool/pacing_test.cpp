#include "client_pool/pacing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ClientOptions closed_loop(std::uint64_t requests, Duration min_duration = {}) {
  ClientOptions options;
  options.requests = requests;
  options.min_duration = min_duration;
  return options;
}

ClientOptions open_loop(double rate, std::uint64_t clients) {
  ClientOptions options;
  options.rate = rate;
  options.client_pool = clients;
  return options;
}

// The planned times of one worker, all of them.
std::vector<Duration> times_of(OpenLoop loop) {
  std::vector<Duration> times;
  while (const auto time = loop.next()) times.push_back(*time);
  return times;
}

TEST(Extent, EndsAfterTheRequestsThatWereAskedFor) {
  const Extent extent(closed_loop(3), 1);
  EXPECT_TRUE(extent.another(2, seconds(1000)));
  EXPECT_FALSE(extent.another(3, seconds(0)));
}

TEST(Extent, CountsTheRequestsOfAllClientsTogether) {
  const Extent extent(closed_loop(3), 4);
  EXPECT_TRUE(extent.another(11, seconds(0)));
  EXPECT_FALSE(extent.another(12, seconds(0)));
}

TEST(Extent, GoesOnUntilTheLeastTimeHasPassed) {
  const Extent extent(closed_loop(1, seconds(2)), 1);
  EXPECT_TRUE(extent.another(1'000'000, milliseconds(1999)));
  EXPECT_FALSE(extent.another(1, seconds(2)));
}

TEST(Extent, MakesItsRequestsEvenWhenTheLeastTimeHasPassed) {
  const Extent extent(closed_loop(5, seconds(2)), 1);
  EXPECT_TRUE(extent.another(4, seconds(60)));
}

TEST(Extent, EndsWithItsDurationWhateverWasAsked) {
  ClientOptions options;
  options.duration = seconds(2);
  const Extent extent(options, 1);
  EXPECT_TRUE(extent.another(1'000'000, milliseconds(1999)));
  EXPECT_FALSE(extent.another(0, seconds(2)));
}

TEST(Extent, BeginsWhenTheWarmUpHasEnded) {
  ClientOptions options;
  options.warmup = seconds(1);
  options.duration = seconds(2);
  const Extent extent(options, 1);
  EXPECT_TRUE(extent.warming(milliseconds(999)));
  EXPECT_FALSE(extent.warming(seconds(1)));
  EXPECT_TRUE(extent.another(0, milliseconds(2999)));
  EXPECT_FALSE(extent.another(0, seconds(3)));
}

TEST(ClosedLoop, AsksAgainAtOnce) {
  ClosedLoop loop(closed_loop(2));
  EXPECT_EQ(loop.next(seconds(1), false), seconds(1));
  EXPECT_EQ(loop.next(seconds(4), false), seconds(4));
  EXPECT_EQ(loop.next(seconds(5), false), std::nullopt);
}

TEST(ClosedLoop, ThinksBetweenRequestsButNeitherBeforeNorAfterThem) {
  ClientOptions options = closed_loop(2);
  options.think_time = seconds(3);
  ClosedLoop loop(options);
  EXPECT_EQ(loop.next(seconds(1), false), seconds(1));
  EXPECT_EQ(loop.next(seconds(2), false), seconds(5));
  EXPECT_EQ(loop.next(seconds(6), false), std::nullopt);
}

TEST(ClosedLoop, DoesNotThinkBeyondItsDuration) {
  ClientOptions options;
  options.duration = seconds(5);
  options.think_time = seconds(3);
  ClosedLoop loop(options);
  EXPECT_TRUE(loop.next(seconds(0), false));
  EXPECT_EQ(loop.next(seconds(2), false), std::nullopt);
}

TEST(ClosedLoop, DoesNotCountItsWarmUp) {
  ClientOptions options = closed_loop(1);
  options.warmup = seconds(1);
  ClosedLoop loop(options);
  EXPECT_TRUE(loop.next(seconds(0), false));
  EXPECT_TRUE(loop.next(milliseconds(500), false));
  EXPECT_TRUE(loop.next(milliseconds(1500), false));
  EXPECT_FALSE(loop.next(milliseconds(1600), false));
}

TEST(ClosedLoop, PausesAfterAFailureOnlyWhereTimeAloneEndsTheLoop) {
  ClosedLoop counted(closed_loop(5));
  EXPECT_TRUE(counted.next(seconds(0), false));
  EXPECT_EQ(counted.next(seconds(1), true), seconds(1));
  ClosedLoop timed(closed_loop(5, seconds(9)));
  EXPECT_TRUE(timed.next(seconds(0), false));
  EXPECT_GT(timed.next(seconds(1), true), seconds(1));
}

TEST(OpenLoop, PlansTheRequestsOfAllClients) {
  ClientOptions options = open_loop(10, 4);
  options.requests = 5;
  const auto times = times_of(OpenLoop(options, {0, 4}));
  ASSERT_EQ(times.size(), 20u);
  EXPECT_EQ(times.back(), milliseconds(1900));
}

TEST(OpenLoop, PlansForItsDuration) {
  ClientOptions options = open_loop(10, 4);
  options.warmup = seconds(1);
  options.duration = seconds(2);
  OpenLoop loop(options, {0, 4});
  EXPECT_EQ(loop.end(), std::nullopt);
  while (loop.next()) {
  }
  EXPECT_EQ(loop.planned(), 20u);  // and ten of the warm-up
  EXPECT_EQ(loop.end(), seconds(3));
}

TEST(OpenLoop, EndsWithTheGapAfterTheLastRequestWhereTheirNumberDecides) {
  OpenLoop loop(open_loop(10, 4), {0, 4});
  while (loop.next()) {
  }
  EXPECT_EQ(loop.end(), milliseconds(400));
}

// Whatever the number of workers, together they have every planned time once.
TEST(OpenLoop, DealsTheScheduleToTheWorkersWithoutLossOrRepetition) {
  ClientOptions options = open_loop(1000, 7);
  options.arrivals = Arrivals::kPoisson;
  options.requests = 100;
  const auto whole = times_of(OpenLoop(options, {0, 7}));
  std::vector<Duration> dealt;
  for (const Share share : {Share{0, 3}, Share{3, 2}, Share{5, 2}}) {
    const auto part = times_of(OpenLoop(options, share));
    EXPECT_EQ(part.size(), 100 * share.count);
    dealt.insert(dealt.end(), part.begin(), part.end());
  }
  std::sort(dealt.begin(), dealt.end());
  EXPECT_EQ(dealt, whole);
}

TEST(OpenLoop, EndsAtTheSameTimeInEveryWorker) {
  ClientOptions options = open_loop(50, 2);
  options.arrivals = Arrivals::kPoisson;
  options.requests = 10;
  OpenLoop first(options, {0, 1});
  OpenLoop second(options, {1, 1});
  while (first.next()) {
  }
  while (second.next()) {
  }
  EXPECT_EQ(first.end(), second.end());
}

}  // namespace
}  // namespace gauntlet::client_pool
