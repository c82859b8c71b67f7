#include "orchestrator/capacity/point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/limits/limit.h"
#include "orchestrator/run/observed.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using testing::HasSubstr;

table::Row row_with_p99(double p99_s) {
  table::Row row;
  row.status = table::kStatusOk;
  row.requests = 1000;
  row.failed_requests = 0;
  row.p99_s = p99_s;
  row.server_demand = 0.5;
  row.client_demand = 0.3;
  row.limited_by = limits::kLimitNone;
  return row;
}

contract::ScheduleReport missed_schedule(double achieved) {
  return {.asked_rate = 200, .achieved_rate = achieved, .missed = true, .why = "too slow"};
}

PointAnswer judge(const table::Row& row,
                  const std::optional<contract::ScheduleReport>& schedule = {}) {
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
  table::Row row = row_with_p99(0.1);
  row.limited_by = limits::kLimitClientCpu;
  EXPECT_EQ(judge(row).outcome, Outcome::kGenerator);
}

TEST(Point, BlamesTheClientsWhenTheyAskForAllOfACore) {
  table::Row row = row_with_p99(0.1);
  row.client_demand = 0.95;
  row.limited_by = limits::kLimitHostCpu;
  const PointAnswer answer = judge(row);
  EXPECT_EQ(answer.outcome, Outcome::kGenerator);
  EXPECT_THAT(answer.why, HasSubstr("0.95 of a core"));
  row.server_demand = 0.99;
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
}

TEST(Point, IsMetByBusyClientsWhenTheObjectiveIs) {
  table::Row row = row_with_p99(0.01);
  row.client_demand = 0.99;
  row.limited_by = limits::kLimitClientCpu;
  EXPECT_EQ(judge(row).outcome, Outcome::kMet);
}

TEST(Point, BlamesTheClientsForAMissedScheduleUnlessTheServerIsTheLimit) {
  table::Row row = row_with_p99(0.1);
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kGenerator);
  EXPECT_EQ(judge(row, missed_schedule(150)).why, "too slow");
  row.limited_by = limits::kLimitWorkers;
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kMissed);
}

TEST(Point, BlamesTheClientsForLatenessOnlyWhereItIsMostOfTheResponseTime) {
  table::Row row = row_with_p99(0.1);
  row.late_p99_s = 0.002;
  EXPECT_EQ(judge(row, missed_schedule(200)).outcome, Outcome::kMissed);
  row.late_p99_s = 0.06;
  EXPECT_EQ(judge(row, missed_schedule(200)).outcome, Outcome::kGenerator);
}

TEST(Point, IsNotMetByALoadThatWasNotPutOn) {
  table::Row row = row_with_p99(0.01);
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kGenerator);
  row.limited_by = limits::kLimitServerCpu;
  EXPECT_EQ(judge(row, missed_schedule(150)).outcome, Outcome::kMissed);
}

TEST(Point, IsMetThoughRequestsWereALittleLate) {
  EXPECT_EQ(judge(row_with_p99(0.01), missed_schedule(199.9)).outcome, Outcome::kMet);
}

TEST(Point, IsNotShownByTooFewRequests) {
  table::Row row = row_with_p99(0.01);
  row.p99_s.reset();
  const PointAnswer answer = judge(row);
  EXPECT_EQ(answer.outcome, Outcome::kNotShown);
  EXPECT_EQ(answer.requests_needed, 368u);
}

TEST(Point, IsMissedWhenTheServerDied) {
  table::Row row;
  row.status = run::kStatusServerDied;
  row.note = "it crashed";
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
  EXPECT_EQ(judge(row).why, "server_died: it crashed");
  row.status = run::kStatusLate;
  EXPECT_EQ(judge(row).outcome, Outcome::kMissed);
}

TEST(Point, IsDisturbedByOtherPrograms) {
  table::Row row = row_with_p99(0.01);
  row.foreign_cpu = 0.074;
  EXPECT_EQ(disturbance_of(row), "") << "within the kernel's rounding";
  row.doubt = "foreign_cpu";
  EXPECT_EQ(disturbance_of(row), "other programs used 7% of the host's CPU time");
}

TEST(Point, IsDisturbedByAHypervisorAndBlamesNoOtherPrograms) {
  table::Row row = row_with_p99(0.01);
  row.foreign_cpu = 0;
  row.steal = 0.03;
  row.doubt = "steal+schedule";
  EXPECT_EQ(disturbance_of(row), "a hypervisor gave 3% of the host's CPU time to others");
}

TEST(Point, IsDisturbedByBoth) {
  table::Row row = row_with_p99(0.01);
  row.foreign_cpu = 0.5;
  row.steal = 0.25;
  row.doubt = "foreign_cpu+steal";
  EXPECT_EQ(disturbance_of(row),
            "other programs used 50% of the host's CPU time, and a hypervisor gave 25% of the "
            "host's CPU time to others");
}

TEST(Point, IsNotDisturbedByWhatTheRunItselfLacked) {
  table::Row row = row_with_p99(0.01);
  row.valid = table::kInvalid;
  row.doubt = "short+schedule+cache+client";
  EXPECT_EQ(disturbance_of(row), "");
}

TEST(Point, BlamesClientsThatDied) {
  table::Row row;
  row.status = run::kStatusClientDied;
  EXPECT_EQ(judge(row).outcome, Outcome::kGenerator);
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
