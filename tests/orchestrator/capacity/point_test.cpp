#include "orchestrator/capacity/point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/limits/limit.h"
#include "orchestrator/sweep/observed.h"

namespace gauntlet::orchestrator {
namespace {

using testing::HasSubstr;

Row row_with_p99(double p99_s) {
  Row row;
  row.status = kStatusOk;
  row.requests = 1000;
  row.failed_requests = 0;
  row.p99_s = p99_s;
  row.server_demand = 0.5;
  row.client_demand = 0.3;
  row.limited_by = kLimitNone;
  return row;
}

metrics::ScheduleReport missed_schedule(double achieved) {
  return {.asked_rate = 200, .achieved_rate = achieved, .missed = true, .why = "too slow"};
}

PointAnswer judge(const Row& row, const std::optional<metrics::ScheduleReport>& schedule = {}) {
  return judge_point(parse_slo("p99 < 50ms"), row, schedule);
}

TEST(Point, IsMetWhenTheObjectiveIs) {
  EXPECT_EQ(judge(row_with_p99(0.01)).outcome, Outcome::kMet);
}

TEST(Point, IsMissedWhenTheObjectiveIs) {
  const PointAnswer answer = judge(row_with_p99(0.1));
  EXPECT_EQ(answer.outcome, Outcome::kMissed);
  EXPECT_EQ(answer.why, "p99_s is 100 ms");
}

TEST(Point, BlamesTheClientsWhenTheirCpuIsTheLimit) {
  Row row = row_with_p99(0.1);
  row.limited_by = kLimitClientCpu;
  EXPECT_EQ(judge(row).outcome, Outcome::kGenerator);
}

TEST(Point, BlamesTheClientsWhenTheyAskForAllOfACore) {
  Row row = row_with_p99(0.1);
  row.client_demand = 0.95;
  row.limited_by = kLimitHostCpu;
  const PointAnswer answer = judge(row);
  EXPECT_EQ(answer.outcome, Outcome::kGenerator);
  EXPECT_THAT(answer.why, HasSubstr("0.95 of a core"));
  row.server_demand = 0.99;
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
}

TEST(Point, IsMetByBusyClientsWhenTheObjectiveIs) {
  Row row = row_with_p99(0.01);
  row.client_demand = 0.99;
  row.limited_by = kLimitClientCpu;
  EXPECT_EQ(judge(row).outcome, Outcome::kMet);
}

TEST(Point, BlamesTheClientsForAMissedScheduleUnlessTheServerIsTheLimit) {
  Row row = row_with_p99(0.1);
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kGenerator);
  EXPECT_EQ(judge(row, missed_schedule(150)).why, "too slow");
  row.limited_by = kLimitWorkers;
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kMissed);
}

TEST(Point, BlamesTheClientsForLatenessOnlyWhereItIsMostOfTheResponseTime) {
  Row row = row_with_p99(0.1);
  row.late_p99_s = 0.002;
  EXPECT_EQ(judge(row, missed_schedule(200)).outcome, Outcome::kMissed);
  row.late_p99_s = 0.06;
  EXPECT_EQ(judge(row, missed_schedule(200)).outcome, Outcome::kGenerator);
}

TEST(Point, IsNotMetByALoadThatWasNotPutOn) {
  Row row = row_with_p99(0.01);
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kGenerator);
  row.limited_by = kLimitServerCpu;
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kMissed);
}

TEST(Point, IsMetThoughRequestsWereALittleLate) {
  EXPECT_EQ(judge(row_with_p99(0.01), missed_schedule(199.9)).outcome, Outcome::kMet);
}

TEST(Point, IsNotShownByTooFewRequests) {
  Row row = row_with_p99(0.01);
  row.p99_s.reset();
  const PointAnswer answer = judge(row);
  EXPECT_EQ(answer.outcome, Outcome::kNotShown);
  EXPECT_EQ(answer.requests_needed, 368u);
}

TEST(Point, IsMissedWhenTheServerDied) {
  Row row;
  row.status = kStatusServerDied;
  row.note = "it crashed";
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
  EXPECT_EQ(judge(row).why, "server_died: it crashed");
  row.status = kStatusLate;
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
}

TEST(Point, IsDisturbedByOtherProgramsAndHypervisors) {
  Row row = row_with_p99(0.01);
  EXPECT_FALSE(is_disturbed(row));
  row.foreign_cpu = 0.049;
  EXPECT_FALSE(is_disturbed(row));
  row.foreign_cpu = 0.05;
  EXPECT_TRUE(is_disturbed(row));
  row.foreign_cpu = 0;
  row.steal = 0.02;
  EXPECT_TRUE(is_disturbed(row));
}

TEST(Point, BlamesClientsThatDied) {
  Row row;
  row.status = kStatusClientDied;
  EXPECT_EQ(judge(row).outcome, Outcome::kGenerator);
}

}  // namespace
}  // namespace gauntlet::orchestrator
