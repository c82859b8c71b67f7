#include "client_pool/punctuality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

using ::testing::HasSubstr;

metrics::Histogram late_by(Duration time) {
  metrics::Histogram late;
  for (int i = 0; i < 1000; ++i) late.record(i < 950 ? Duration::zero() : time);
  return late;
}

contract::ScheduleReport judge(const ScheduleTally& schedule, Duration late = {},
                               double rate = 200) {
  ClientOptions options;
  options.rate = rate;
  options.client_pool = 64;
  return judge_schedule(options, schedule, late_by(late));
}

TEST(Punctuality, IsKeptWhenAllWasSentInTime) {
  const auto report = judge({.planned = 1000, .begun = 1000, .last_begun_s = 4.995, .end_s = 5});
  EXPECT_FALSE(report.missed);
  EXPECT_EQ(report.why, "");
  EXPECT_EQ(report.asked_rate, 200);
  EXPECT_EQ(report.achieved_rate, 200);
}

TEST(Punctuality, ForgivesOnePercentOfTheRate) {
  EXPECT_FALSE(judge({.planned = 1000, .begun = 1000, .last_begun_s = 5.05, .end_s = 5}).missed);
  const auto report = judge({.planned = 1000, .begun = 1000, .last_begun_s = 5.06, .end_s = 5});
  EXPECT_TRUE(report.missed);
  EXPECT_THAT(report.why, HasSubstr("64 clients were too few"));
}

TEST(Punctuality, IsMissedWhenRequestsWereNeverSent) {
  const auto report = judge({.planned = 1000, .begun = 900, .last_begun_s = 5, .end_s = 5});
  EXPECT_TRUE(report.missed);
  EXPECT_DOUBLE_EQ(report.achieved_rate, 180);
}

// Random gaps seldom make exactly as many requests as asked; that is no fault of the clients.
TEST(Punctuality, IsOfThePlannedRequestsNotOfTheRate) {
  EXPECT_FALSE(judge({.planned = 940, .begun = 940, .last_begun_s = 4.99, .end_s = 5}).missed);
}

TEST(Punctuality, IsMissedWhenOneInAHundredIsLate) {
  const ScheduleTally kept{.planned = 1000, .begun = 1000, .last_begun_s = 4.99, .end_s = 5};
  EXPECT_FALSE(judge(kept, std::chrono::microseconds(990)).missed);
  const auto report = judge(kept, std::chrono::microseconds(1010));
  EXPECT_TRUE(report.missed);
  EXPECT_THAT(report.why, HasSubstr("1.01 ms late"));
}

TEST(Punctuality, ForgivesATenthOfTheGapWhereRequestsAreRare) {
  const ScheduleTally kept{.planned = 1000, .begun = 1000, .last_begun_s = 99, .end_s = 100};
  EXPECT_FALSE(judge(kept, std::chrono::milliseconds(9), 10).missed);
  EXPECT_TRUE(judge(kept, std::chrono::milliseconds(11), 10).missed);
}

TEST(Punctuality, HasNoRateWhenItWasInterrupted) {
  EXPECT_FALSE(judge({.planned = 1000, .begun = 10, .last_begun_s = 0.05}).missed);
}

}  // namespace
}  // namespace gauntlet::client_pool
