#include "client_pool/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_pool/pool.h"

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

Plan plan_of(OperationKind operation = OperationKind::kGet) {
  Plan plan;
  plan.options.operation = operation;
  plan.options.client_pool = 3;
  plan.workers = 2;
  plan.targets = {{"127.0.0.1:7000", {}}, {"127.0.0.1:7001", {}}};
  return plan;
}

// Three clients: a fast one, a slow one, one that failed.
Tally tally_of() {
  Tally tally;
  tally.connected = true;
  for (const int time : {100, 200, 300, 400}) tally.latency.record(milliseconds(time));
  tally.targets = {{2, 1, 20 * kMiB}, {2, 0, 20 * kMiB}};
  tally.errors[static_cast<std::size_t>(ErrorKind::kShortBody)] = 1;
  tally.first_error = "127.0.0.1:7000: short";
  tally.clients = {{.requests = 2, .sum_s = 0.3, .done_s = 0.5},
                   {.requests = 2, .sum_s = 0.7, .done_s = 0.9},
                   {.failed = true, .done_s = 0.1}};
  return tally;
}

TEST(Report, CountsClientsAndRequestsApart) {
  const auto report = make_report(plan_of(), tally_of(), seconds(5));
  EXPECT_EQ(report.success, 2u);
  EXPECT_EQ(report.fail, 1u);
  EXPECT_EQ(report.requests, 4u);
  EXPECT_EQ(report.failed_requests, 1u);
  EXPECT_EQ(report.bytes, 40 * kMiB);
  EXPECT_THAT(report.errors, ::testing::ElementsAre(::testing::Pair("short_body", 1u)));
  EXPECT_EQ(report.targets[1].target, "127.0.0.1:7001");
}

TEST(Report, LastsUntilTheLastClientIsDone) {
  EXPECT_EQ(make_report(plan_of(), tally_of(), seconds(5)).duration_s, 0.9);
}

TEST(Report, LastsAsLongAsTheRunWhenAClientWasInterrupted) {
  Tally tally = tally_of();
  tally.clients[0].done_s.reset();
  const auto report = make_report(plan_of(), tally, seconds(5));
  EXPECT_EQ(report.duration_s, 5);
  EXPECT_EQ(report.success, 1u);
  EXPECT_EQ(report.fail, 1u);
}

TEST(Report, SpreadsOverTheClients) {
  Tally tally = tally_of();
  tally.clients[2] = {.requests = 1, .sum_s = 1.0, .done_s = 1.0};
  const auto report = make_report(plan_of(), tally, seconds(5));
  ASSERT_TRUE(report.client_mean_s);
  EXPECT_DOUBLE_EQ(report.client_mean_s->min, 0.15);
  EXPECT_DOUBLE_EQ(report.client_mean_s->median, 0.35);
  EXPECT_DOUBLE_EQ(report.client_mean_s->max, 1.0);
}

TEST(Report, SaysThatNothingWasVerifiedWhenNothingWasAnswered) {
  Tally tally = tally_of();
  EXPECT_EQ(make_report(plan_of(), tally, seconds(5)).verified, "digest");
  tally.latency = {};
  EXPECT_EQ(make_report(plan_of(), tally, seconds(5)).verified, "none");
}

TEST(Report, TakesTheVolumeOfANamedFileFromWhatCame) {
  Plan plan = plan_of();
  EXPECT_EQ(make_report(plan, tally_of(), seconds(5)).volume, plan.options.volume);
  plan.options.file = "x.bin";
  EXPECT_EQ(make_report(plan, tally_of(), seconds(5)).volume, 10.0);
}

TEST(Summary, HasTheLinesThatUsersKnow) {
  const std::string text = summary(make_report(plan_of(), tally_of(), seconds(5)));
  for (const char* line :
       {"Mode:                    thread (2 workers)\n", "Operation:               get (http)\n",
        "Client pool size:        3\n", "Volume:                  10 MB\n",
        "Average time per client: 250 ms\n", "Throughput per client:   40.0 MiB/s\n",
        "Success/failure:         2/1 clients, 4/1 requests\n", "Total duration:          900 ms\n",
        "Errors:                  short_body 1\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Summary, LeavesOutErrorsWhereThereAreNone) {
  Tally tally = tally_of();
  tally.errors = {};
  EXPECT_THAT(summary(make_report(plan_of(), tally, seconds(5))), Not(HasSubstr("rror")));
}

TEST(Pool, ExitsAsItWentForTheClients) {
  PoolResult result{.report = {}, .reached = true};
  EXPECT_EQ(exit_code(result), ExitCode::kOk);
  result.report.fail = 1;
  EXPECT_EQ(exit_code(result), ExitCode::kFailed);
  result.reached = false;
  EXPECT_EQ(exit_code(result), ExitCode::kUnable);
  result.interrupted = true;
  EXPECT_EQ(exit_code(result), ExitCode::kInterrupted);
}

}  // namespace
}  // namespace gauntlet::client_pool
