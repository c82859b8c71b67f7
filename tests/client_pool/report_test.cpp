#include "client_pool/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_pool/pool.h"
#include "contract/derive.h"

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

using Clients = std::vector<ClientTally>;

// A fast one, a slow one, one that failed.
Clients clients_of() {
  return {{.requests = 2, .sum = milliseconds(300), .done = milliseconds(500)},
          {.requests = 2, .sum = milliseconds(700), .done = milliseconds(900)},
          {.failed = true, .done = milliseconds(100)}};
}

contract::Totals totals_of_three(const Clients& clients = clients_of()) {
  contract::Totals totals{.connected = true};
  for (const int time : {100, 200, 300, 400}) totals.times.latency.record(milliseconds(time));
  totals.targets = {{"127.0.0.1:7000", {2, 1, 20 * kMiB}}, {"127.0.0.1:7001", {2, 0, 20 * kMiB}}};
  totals.errors["short_body"] = 1;
  totals.first_error = {milliseconds(50), "127.0.0.1:7000: short"};
  totals.clients = totals_of(clients);
  return totals;
}

contract::ClientReport make_report(const Plan& plan, contract::Totals totals, const Run& run) {
  complete(totals, plan, run);
  return contract::derive(std::move(totals));
}

Run run() { return {.start = net::SteadyTime(seconds(100)), .time = seconds(5)}; }

TEST(Report, CountsClientsAndRequestsApart) {
  const auto report = make_report(plan_of(), totals_of_three(), run());
  EXPECT_EQ(report.success, 2u);
  EXPECT_EQ(report.fail, 1u);
  EXPECT_EQ(report.requests, 4u);
  EXPECT_EQ(report.failed_requests, 1u);
  EXPECT_EQ(report.bytes, 40 * kMiB);
  EXPECT_THAT(report.errors, ::testing::ElementsAre(::testing::Pair("short_body", 1u)));
  EXPECT_EQ(report.targets[1].target, "127.0.0.1:7001");
}

TEST(Report, LastsUntilTheLastClientIsDone) {
  EXPECT_EQ(make_report(plan_of(), totals_of_three(), run()).duration_s, 0.9);
}

TEST(Report, LastsAsLongAsTheRunWhenAClientWasInterrupted) {
  Clients clients = clients_of();
  clients[0].done.reset();
  const auto report = make_report(plan_of(), totals_of_three(clients), run());
  EXPECT_EQ(report.duration_s, 5);
  EXPECT_EQ(report.success, 1u);
  EXPECT_EQ(report.fail, 1u);
}

TEST(Report, SpreadsOverTheClients) {
  Clients clients = clients_of();
  clients[2] = {.requests = 1, .sum = seconds(1), .done = seconds(1)};
  const auto report = make_report(plan_of(), totals_of_three(clients), run());
  ASSERT_TRUE(report.client_mean_s);
  EXPECT_DOUBLE_EQ(report.client_mean_s->min, 0.15);
  EXPECT_DOUBLE_EQ(report.client_mean_s->median, 0.35);
  EXPECT_DOUBLE_EQ(report.client_mean_s->max, 1.0);
}

TEST(Report, SaysThatNothingWasVerifiedWhenNothingWasAnswered) {
  contract::Totals totals = totals_of_three();
  EXPECT_EQ(make_report(plan_of(), totals, run()).verified, "digest");
  totals.times.latency = {};
  EXPECT_EQ(make_report(plan_of(), totals, run()).verified, "none");
}

TEST(Report, TakesTheVolumeOfANamedFileFromWhatCame) {
  Plan plan = plan_of();
  EXPECT_EQ(make_report(plan, totals_of_three(), run()).volume, plan.options.volume);
  plan.options.file = "x.bin";
  EXPECT_EQ(make_report(plan, totals_of_three(), run()).volume, 10.0);
}

TEST(Report, GivesTheSteadySpanByTheClockOfAllProcesses) {
  Plan plan = plan_of();
  plan.options.warmup = seconds(1);
  Clients clients = clients_of();
  clients[2] = {.requests = 1, .sum = seconds(1), .done = seconds(1)};
  for (ClientTally& client : clients) client.active = milliseconds(250);
  contract::Totals totals = totals_of_three(clients);
  totals.timeline.add(seconds(0), milliseconds(500), {.requests = 4, .bytes = 1000});
  const auto report = make_report(plan, totals, run());
  EXPECT_EQ(report.steady_begin_ns, 101'250'000'000);
  EXPECT_EQ(report.steady_end_ns, 101'500'000'000);
  EXPECT_EQ(report.steady_s, 0.25);
  EXPECT_NEAR(report.steady_requests, 2, 0.01);
  EXPECT_NEAR(report.steady_bytes, 500, 2);
}

TEST(Report, JudgesTheScheduleOfAnOpenLoopOnly) {
  Plan plan = plan_of();
  EXPECT_FALSE(make_report(plan, totals_of_three(), run()).schedule);
  plan.options.rate = 100;
  EXPECT_TRUE(make_report(plan, totals_of_three(), run()).schedule);
}

TEST(Report, MeansWhatWasSampledOfConnections) {
  contract::Totals totals = totals_of_three();
  EXPECT_FALSE(make_report(plan_of(), totals, run()).tcp.rtt_mean_us);
  totals.tcp.add({.rtt_us = 100, .retransmits = 2, .segments = 10, .busy_us = 500'000});
  totals.tcp.sample({.rtt_us = 300});
  const auto report = make_report(plan_of(), totals, run());
  EXPECT_EQ(report.tcp.rtt_mean_us, 200);
  EXPECT_EQ(report.tcp.retransmits, 2u);
  EXPECT_EQ(report.tcp.busy_s, 0.5);
  EXPECT_FALSE(report.tcp.delivery_rate_Bps);
}

TEST(Summary, SaysWhenTheScheduleWasMissed) {
  auto report = make_report(plan_of(), totals_of_three(), run());
  EXPECT_THAT(summary(report), Not(HasSubstr("Rate:")));
  report.schedule = {.asked_rate = 200, .achieved_rate = 150, .missed = true, .why = "too slow"};
  EXPECT_THAT(summary(report), HasSubstr("200 requests/s asked for, 150 kept\n"));
  EXPECT_THAT(summary(report), HasSubstr("Beware:                  too slow\n"));
}

TEST(Summary, HasTheLinesThatUsersKnow) {
  const std::string text = summary(make_report(plan_of(), totals_of_three(), run()));
  for (const char* line :
       {"Mode:                    thread (2 workers)\n", "Operation:               get (http)\n",
        "Client pool size:        3\n", "Volume:                  10 MiB\n",
        "Average time per client: 250 ms\n", "Throughput per client:   40.0 MiB/s\n",
        "Success/failure:         2/1 clients, 4/1 requests\n", "Total duration:          900 ms\n",
        "Errors:                  short_body: 1\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Summary, ShowsNumbersAsPeopleReadThem) {
  auto report = make_report(plan_of(), totals_of_three(), run());
  report.workers = 1;
  report.volume = 1.0 / 1024;
  report.requests = 12800;
  report.schedule = {.asked_rate = 12800, .achieved_rate = 12345.6};
  report.errors = {{"status", 14}, {"refused", 1}};
  report.statuses = {{"404 Not Found", 12}};
  const std::string text = summary(report);
  for (const char* line :
       {"thread (1 worker)\n", "Volume:                  1 KiB\n", ", 12,800/1 requests\n",
        "12,800 requests/s asked for, 12,346 kept\n", "404 Not Found: 12, refused: 1, status: 2\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Summary, NamesTheUrlWithoutWhatATerminalWouldObey) {
  const auto report = make_report(plan_of(), totals_of_three(), run());
  EXPECT_THAT(summary(report, "http://h/a\x9B"),
              HasSubstr("URL:                     http://h/a\\x9b\n"));
  EXPECT_THAT(summary(report), Not(HasSubstr("URL:")));
}

TEST(Report, HasTheVolumeThatCameOfAUrl) {
  Plan plan = plan_of();
  plan.options.url = "http://h/a";
  EXPECT_EQ(make_report(plan, totals_of_three(), run()).volume, 10);
  contract::Totals none = totals_of_three();
  none.targets = {{"127.0.0.1:7000", {.failed_requests = 1}}};
  EXPECT_EQ(make_report(plan, none, run()).volume, 0);
}

TEST(Summary, LeavesOutErrorsWhereThereAreNone) {
  contract::Totals totals = totals_of_three();
  totals.errors = {};
  EXPECT_THAT(summary(make_report(plan_of(), totals, run())), Not(HasSubstr("rror")));
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
