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

Plan plan_of(const contract::Operation& operation = contract::kGet) {
  Plan plan;
  plan.options.operation = &operation;
  plan.options.client_pool = 3;
  plan.workers = 2;
  plan.targets = {{"127.0.0.1:7000", {}}, {"127.0.0.1:7001", {}}};
  return plan;
}

// Three clients: a fast one, a slow one, one that failed.
Tally tally_of() {
  Tally tally;
  tally.connected = true;
  for (const int time : {100, 200, 300, 400}) tally.times.latency.record(milliseconds(time));
  tally.targets = {{2, 1, 20 * kMiB}, {2, 0, 20 * kMiB}};
  tally.errors[static_cast<std::size_t>(ErrorKind::kShortBody)] = 1;
  tally.first_error = "127.0.0.1:7000: short";
  tally.clients = {{.requests = 2, .sum_s = 0.3, .done_s = 0.5},
                   {.requests = 2, .sum_s = 0.7, .done_s = 0.9},
                   {.failed = true, .done_s = 0.1}};
  return tally;
}

Run run() { return {.start = net::SteadyTime(seconds(100)), .time = seconds(5)}; }

TEST(Report, CountsClientsAndRequestsApart) {
  const auto report = make_report(plan_of(), tally_of(), run());
  EXPECT_EQ(report.success, 2u);
  EXPECT_EQ(report.fail, 1u);
  EXPECT_EQ(report.requests, 4u);
  EXPECT_EQ(report.failed_requests, 1u);
  EXPECT_EQ(report.bytes, 40 * kMiB);
  EXPECT_THAT(report.errors, ::testing::ElementsAre(::testing::Pair("short_body", 1u)));
  EXPECT_EQ(report.targets[1].target, "127.0.0.1:7001");
}

TEST(Report, LastsUntilTheLastClientIsDone) {
  EXPECT_EQ(make_report(plan_of(), tally_of(), run()).duration_s, 0.9);
}

TEST(Report, LastsAsLongAsTheRunWhenAClientWasInterrupted) {
  Tally tally = tally_of();
  tally.clients[0].done_s.reset();
  const auto report = make_report(plan_of(), tally, run());
  EXPECT_EQ(report.duration_s, 5);
  EXPECT_EQ(report.success, 1u);
  EXPECT_EQ(report.fail, 1u);
}

TEST(Report, SpreadsOverTheClients) {
  Tally tally = tally_of();
  tally.clients[2] = {.requests = 1, .sum_s = 1.0, .done_s = 1.0};
  const auto report = make_report(plan_of(), tally, run());
  ASSERT_TRUE(report.client_mean_s);
  EXPECT_DOUBLE_EQ(report.client_mean_s->min, 0.15);
  EXPECT_DOUBLE_EQ(report.client_mean_s->median, 0.35);
  EXPECT_DOUBLE_EQ(report.client_mean_s->max, 1.0);
}

TEST(Report, SaysThatNothingWasVerifiedWhenNothingWasAnswered) {
  Tally tally = tally_of();
  EXPECT_EQ(make_report(plan_of(), tally, run()).verified, "digest");
  tally.times.latency = {};
  EXPECT_EQ(make_report(plan_of(), tally, run()).verified, "none");
}

TEST(Report, TakesTheVolumeOfANamedFileFromWhatCame) {
  Plan plan = plan_of();
  EXPECT_EQ(make_report(plan, tally_of(), run()).volume, plan.options.volume);
  plan.options.file = "x.bin";
  EXPECT_EQ(make_report(plan, tally_of(), run()).volume, 10.0);
}

TEST(Report, GivesTheSteadySpanByTheClockOfAllProcesses) {
  Plan plan = plan_of();
  plan.options.warmup = seconds(1);
  Tally tally = tally_of();
  tally.clients[2] = {.requests = 1, .sum_s = 1.0, .done_s = 1.0};
  for (ClientTally& client : tally.clients) client.active_s = 0.25;
  tally.timeline.add(seconds(0), milliseconds(500), {.requests = 4, .bytes = 1000});
  const auto report = make_report(plan, tally, run());
  EXPECT_EQ(report.steady_begin_ns, 101'250'000'000);
  EXPECT_EQ(report.steady_end_ns, 101'500'000'000);
  EXPECT_EQ(report.steady_s, 0.25);
  EXPECT_NEAR(report.steady_requests, 2, 0.01);
  EXPECT_NEAR(report.steady_bytes, 500, 2);
}

TEST(Report, JudgesTheScheduleOfAnOpenLoopOnly) {
  Plan plan = plan_of();
  EXPECT_FALSE(make_report(plan, tally_of(), run()).schedule);
  plan.options.rate = 100;
  EXPECT_TRUE(make_report(plan, tally_of(), run()).schedule);
}

TEST(Report, MeansWhatWasSampledOfConnections) {
  Tally tally = tally_of();
  EXPECT_FALSE(make_report(plan_of(), tally, run()).tcp.rtt_mean_us);
  tally.tcp.add({.rtt_us = 100, .segments = 10, .retransmits = 2, .busy_us = 500'000});
  tally.tcp.sample({.rtt_us = 300});
  const auto report = make_report(plan_of(), tally, run());
  EXPECT_EQ(report.tcp.rtt_mean_us, 200);
  EXPECT_EQ(report.tcp.retransmits, 2u);
  EXPECT_EQ(report.tcp.busy_s, 0.5);
  EXPECT_FALSE(report.tcp.delivery_rate_Bps);
}

TEST(Summary, SaysWhenTheScheduleWasMissed) {
  auto report = make_report(plan_of(), tally_of(), run());
  EXPECT_THAT(summary(report), Not(HasSubstr("Rate:")));
  report.schedule = {.asked_rate = 200, .achieved_rate = 150, .missed = true, .why = "too slow"};
  EXPECT_THAT(summary(report), HasSubstr("200 requests/s asked for, 150 kept\n"));
  EXPECT_THAT(summary(report), HasSubstr("Beware:                  too slow\n"));
}

TEST(Summary, HasTheLinesThatUsersKnow) {
  const std::string text = summary(make_report(plan_of(), tally_of(), run()));
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
  EXPECT_THAT(summary(make_report(plan_of(), tally, run())), Not(HasSubstr("rror")));
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
