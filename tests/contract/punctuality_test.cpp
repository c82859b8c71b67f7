#include "contract/punctuality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::contract {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

metrics::Histogram late_by(Duration time) {
  metrics::Histogram late;
  for (int i = 0; i < 1000; ++i) late.record(i < 950 ? Duration::zero() : time);
  return late;
}

ScheduleReport judge(ScheduleTotals schedule, Duration late = {}, double rate = 200) {
  schedule.nano_rate = to_nano_rate(rate);
  return judge_schedule(schedule, 64, late_by(late));
}

TEST(Punctuality, IsKeptWhenAllWasSentInTime) {
  const auto report = judge({.planned = 1000,
                             .begun = 1000,
                             .last_begun = milliseconds(4995),
                             .end = milliseconds(5000)});
  EXPECT_FALSE(report.missed);
  EXPECT_EQ(report.why, "");
  EXPECT_EQ(report.asked_rate, 200);
  EXPECT_EQ(report.achieved_rate, 200);
}

TEST(Punctuality, ForgivesOnePercentOfTheRate) {
  EXPECT_FALSE(judge({.planned = 1000,
                      .begun = 1000,
                      .last_begun = milliseconds(5050),
                      .end = milliseconds(5000)})
                   .missed);
  const auto report = judge({.planned = 1000,
                             .begun = 1000,
                             .last_begun = milliseconds(5060),
                             .end = milliseconds(5000)});
  EXPECT_TRUE(report.missed);
  EXPECT_THAT(report.why, HasSubstr("64 clients were too few"));
}

TEST(Punctuality, IsMissedWhenRequestsWereNeverSent) {
  const auto report = judge(
      {.planned = 1000, .begun = 900, .last_begun = milliseconds(5000), .end = milliseconds(5000)});
  EXPECT_TRUE(report.missed);
  EXPECT_DOUBLE_EQ(report.achieved_rate, 180);
}

// Random gaps seldom make exactly as many requests as asked; that is no fault of the clients.
TEST(Punctuality, IsOfThePlannedRequestsNotOfTheRate) {
  EXPECT_FALSE(judge({.planned = 940,
                      .begun = 940,
                      .last_begun = milliseconds(4990),
                      .end = milliseconds(5000)})
                   .missed);
}

TEST(Punctuality, IsMissedWhenOneInAHundredIsLate) {
  const ScheduleTotals kept{
      .planned = 1000, .begun = 1000, .last_begun = milliseconds(4990), .end = milliseconds(5000)};
  EXPECT_FALSE(judge(kept, std::chrono::microseconds(990)).missed);
  const auto report = judge(kept, std::chrono::microseconds(1010));
  EXPECT_TRUE(report.missed);
  EXPECT_THAT(report.why, HasSubstr("1.01 ms late"));
}

TEST(Punctuality, ForgivesATenthOfTheGapWhereRequestsAreRare) {
  const ScheduleTotals kept{.planned = 1000,
                            .begun = 1000,
                            .last_begun = milliseconds(99000),
                            .end = milliseconds(100000)};
  EXPECT_FALSE(judge(kept, std::chrono::milliseconds(9), 10).missed);
  EXPECT_TRUE(judge(kept, std::chrono::milliseconds(11), 10).missed);
}

TEST(Punctuality, HasNoRateWhenItWasInterrupted) {
  EXPECT_FALSE(judge({.planned = 1000, .begun = 10, .last_begun = milliseconds(50)}).missed);
}

}  // namespace
}  // namespace gauntlet::contract
