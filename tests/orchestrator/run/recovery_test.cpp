#include "orchestrator/run/recovery.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::run {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Span kTenSeconds{seconds(0), seconds(10)};

// So many requests a second from a time to another.
struct Stretch {
  Duration begin;
  Duration end;
  double rate;
};

contract::Timeline timeline(const std::vector<Stretch>& stretches) {
  contract::Timeline all;
  for (const auto& [begin, end, rate] : stretches)
    all.add(begin, end, {.requests = rate * to_seconds(end - begin)});
  return all;
}

TEST(Recovery, IsTheTimeUntilTheRateIsBack) {
  const auto outage = timeline({{seconds(0), seconds(2), 1000},
                                {seconds(2), milliseconds(3500), 0},
                                {milliseconds(3500), seconds(10), 950}});
  EXPECT_EQ(recovery(outage, seconds(2), kTenSeconds), milliseconds(1500));
}

TEST(Recovery, BeginsWithTheEventAlsoWhereTheRateFallsLater) {
  const auto late = timeline({{seconds(0), milliseconds(2400), 1000},
                              {milliseconds(2400), seconds(3), 300},
                              {seconds(3), seconds(10), 1000}});
  EXPECT_EQ(recovery(late, seconds(2), kTenSeconds), seconds(1));
}

TEST(Recovery, TakesNothingWhereTheRateWasNotDown) {
  const auto steady = timeline({{seconds(0), seconds(10), 1000}});
  EXPECT_EQ(recovery(steady, seconds(2), kTenSeconds), Duration::zero());
}

TEST(Recovery, IsNotOverAfterAMoment) {
  const auto twice = timeline({{seconds(0), seconds(2), 1000},
                               {seconds(2), milliseconds(2400), 0},
                               {milliseconds(2400), milliseconds(2500), 1000},
                               {milliseconds(2500), seconds(3), 0},
                               {seconds(3), seconds(10), 1000}});
  EXPECT_EQ(recovery(twice, seconds(2), kTenSeconds), seconds(1));
}

TEST(Recovery, IsUnknownWhereTheRateDoesNotComeBack) {
  const auto dead = timeline({{seconds(0), seconds(2), 1000}});
  EXPECT_EQ(recovery(dead, seconds(2), kTenSeconds), std::nullopt);
}

TEST(Recovery, IsUnknownWhereTooLittleWasMeasuredBefore) {
  const auto steady = timeline({{seconds(0), seconds(10), 1000}});
  EXPECT_EQ(recovery(steady, milliseconds(400), kTenSeconds), std::nullopt);
  EXPECT_EQ(recovery(timeline({{seconds(3), seconds(10), 9}}), seconds(2), kTenSeconds),
            std::nullopt);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
