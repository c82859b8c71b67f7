// Whether the columns of a row come from where table/columns.cpp says they do.
#include "orchestrator/run/make_row.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/table/columns.h"
#include "tests/orchestrator/limits/made_samples.h"
#include "tests/orchestrator/run/fake_programs.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::ContainerEq;
using testing::HasSubstr;
using testing::Not;
using Names = std::set<std::string>;

table::Row row_with(const std::string& settings, const Observed& seen) {
  const matrix::Scenario scenario =
      matrix::expand(matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, "
                                         "client_pool: 4, server_pool: 2, " +
                                             settings + "}",
                                         "test.yaml"))
          .at(0);
  return make_row(scenario, seen);
}

table::Row row_of(const Observed& seen, int mirrors = 0, const std::string& events = "none") {
  return row_with(fmt::format("mirrors: {}, events: '{}'", mirrors, events), seen);
}

Observed nothing_seen() {
  return {.timestamp = "2026-01-31T23:59:59.123+00:00", .report = std::nullopt, .total_s = 1};
}

// With so many requests that every percentile is known, in an open loop.
contract::ClientReport full_report() {
  contract::ClientReport report = report_line();
  report.requests = 4000;
  report.steady_s = 1;
  report.steady_begin_ns = limits::kMadeSecond / 2;
  report.steady_end_ns = limits::kMadeSecond * 3 / 2;
  report.client_done_s = contract::Spread{1, 1, 1};
  report.tcp = {.connections = 4, .rtt_mean_us = 40};
  for (const contract::NamedHistogram& named : contract::kHistograms)
    for (int i = 0; i < 4000; ++i)
      (report.*named.histogram).record(std::chrono::milliseconds(1 + i % 2));
  return report;
}

Names columns_from(const std::set<table::Source>& sources) {
  Names names;
  for (const table::Column& column : table::columns())
    if (sources.contains(column.source)) names.insert(column.name);
  return names;
}

// The columns whose text differs between two rows.
Names changed(const table::Row& before, const table::Row& after) {
  Names names;
  for (const table::Column& column : table::columns())
    if (table::to_text(before, column) != table::to_text(after, column)) names.insert(column.name);
  return names;
}

Names operator+(Names names, const Names& others) {
  names.insert(others.begin(), others.end());
  return names;
}

Names operator-(Names names, const Names& others) {
  for (const std::string& name : others) names.erase(name);
  return names;
}

TEST(RowOfAScenario, HasWhatItsCaptureShows) {
  Observed seen = nothing_seen();
  seen.capture = {.figures = packets::Figures{.packets = 9, .retransmissions = 2},
                  .rtt_p99_us = 50,
                  .dropped = 3};
  const table::Row row = row_of(seen);
  EXPECT_EQ(changed(row_of(nothing_seen()), row),
            columns_from({table::Source::kCapture}) + Names{"note"});
  EXPECT_EQ(row.retransmissions, 2u);
  EXPECT_EQ(row.note, "the capture lacks 3 packets that came too fast for it");
}

TEST(RowOfAScenario, SaysWhyThereIsNoCapture) {
  Observed seen = nothing_seen();
  seen.capture = {.problem = "no right"};
  const table::Row row = row_of(seen);
  EXPECT_EQ(row.note, "no capture: no right");
  EXPECT_EQ(row.packets, std::nullopt);
}

TEST(RowOfAScenario, HasItsValuesAndOriginWhateverWasSeen) {
  using enum table::Source;
  const Names filled = changed(table::Row{}, row_of(nothing_seen()));
  EXPECT_THAT(filled - columns_from({kServer}),
              ContainerEq(columns_from({kScenario, kRun, kOrigin}) -
                          Names{"note", "proxy_cpu_s", "recovery_s"}));
}

TEST(RowOfAScenario, TakesTheColumnsOfTheClientsFromTheirReport) {
  using enum table::Source;
  Observed seen = nothing_seen();
  const table::Row before = row_of(seen);
  seen.report = full_report();
  const Names filled = changed(before, row_of(seen));
  EXPECT_THAT(filled - columns_from({kJudgement, kRun}), ContainerEq(columns_from({kClients})));
}

TEST(RowOfAScenario, TakesTheColumnsOfTheServerFromItsStoppedLine) {
  using enum table::Source;
  Observed seen = nothing_seen();
  const table::Row before = row_of(seen);
  seen.pools = {{.stopped = stopped_line()}};
  EXPECT_THAT(changed(before, row_of(seen)), ContainerEq(columns_from({kServer})));
}

TEST(RowOfAScenario, SaysWhenThePacketsWereAboveTheMss) {
  Observed seen = nothing_seen();
  seen.report = full_report();
  seen.report->tcp.least_mss = 1448;
  const std::string text = "packets of 1449 bytes are above the MSS of 1448 bytes";
  EXPECT_THAT(row_with("packet_size: 1449", seen).note, HasSubstr(text));
  EXPECT_THAT(row_with("packet_size: 1448", seen).note, Not(HasSubstr("MSS")));
  seen.report->tcp.least_mss.reset();
  EXPECT_THAT(row_with("packet_size: 1449", seen).note, Not(HasSubstr("MSS")));
}

TEST(RowOfAScenario, SaysHowUnevenlyRequestsOfItsOperationFellOnTheWorkers) {
  Observed seen = nothing_seen();
  contract::StoppedLine stopped = stopped_line();
  stopped.workers = {{.requests = {{"get", 30}}}, {.requests = {{"get", 10}, {"other", 90}}}};
  seen.pools = {{.stopped = stopped}};
  EXPECT_EQ(row_of(seen).imbalance, 1.5);
  stopped.workers = {{.requests = {{"get", 0}, {"other", 90}}}};
  seen.pools = {{.stopped = stopped}};
  EXPECT_EQ(row_of(seen).imbalance, std::nullopt);
}

TEST(RowOfAScenario, AddsUpTheContentCachesWhereTheyWereOn) {
  Observed seen = nothing_seen();
  contract::StoppedLine stopped = stopped_line();
  stopped.workers = {{.cache_hits = 5, .cache_misses = 0}, {.cache_hits = 2, .cache_misses = 3}};
  seen.pools = {{.stopped = stopped}};
  EXPECT_EQ(row_of(seen).cache_hits, 7u);
  EXPECT_EQ(row_of(seen).cache_misses, 3u);
  stopped.workers = {{.cache_hits = 0, .cache_misses = 0}, {}};
  seen.pools = {{.stopped = stopped}};
  EXPECT_EQ(row_of(seen).cache_hits, std::nullopt);
  EXPECT_EQ(row_of(seen).cache_misses, std::nullopt);
}

TEST(RowOfAScenario, TakesTheServerAndItsMirrorsTogether) {
  Observed seen = nothing_seen();
  contract::StoppedLine mirror = stopped_line();
  mirror.peak_rss_bytes = 9'000'000;
  mirror.workers = {{.requests = {{"get", 8}}, .cpu_s = 0.25}, {.restarts = 1}};
  seen.pools = {{.stopped = stopped_line()}, {.stopped = mirror}};
  const table::Row row = row_of(seen, 1);
  EXPECT_EQ(row.server_cpu_s, 1);
  EXPECT_EQ(row.server_peak_rss_bytes, 9'000'000u);
  EXPECT_EQ(row.server_success, 3u);
  EXPECT_EQ(row.server_fail, 1u);
  EXPECT_EQ(row.imbalance, 8.0 * 4 / 12);
  EXPECT_EQ(row.note, "worker 1 of mirror 1 died and was started again (1 restart)");
}

TEST(RowOfAScenario, CountsTheWorkersOfAKilledMirrorAsFailedAlsoWhenItWasStartedAgain) {
  Observed seen = nothing_seen();
  seen.pools = {{.stopped = stopped_line()}, {.stopped = stopped_line(), .killed = true}};
  seen.events = {{.what = "restart mirror 1"}};
  const table::Row row = row_of(seen, 1);
  EXPECT_EQ(row.server_success, 2u);
  EXPECT_EQ(row.server_fail, 2u);
  EXPECT_EQ(row.server_cpu_s, std::nullopt) << "what it used before is not known";
  EXPECT_EQ(row.note, "restart mirror 1");
}

TEST(RowOfAScenario, SaysWhichEventItDidNotComeTo) {
  Observed seen = nothing_seen();
  seen.report = report_line();
  seen.events = {{.what = "stop server"}, {.what = "kill mirror 1", .problem = "it does not run"}};
  const std::string note =
      row_of(seen, 1, "1s:stop:server_2s:kill:mirror-1_3s:continue:server").note;
  EXPECT_THAT(note, testing::StartsWith(
                        "stop server; could not kill mirror 1: it does not run; the clients had "
                        "ended before it was time to continue server"));
}

TEST(RowOfAScenario, KnowsNothingOfAllWhenAMirrorSaidNothing) {
  Observed seen = nothing_seen();
  seen.pools = {{.stopped = stopped_line()}, {}};
  const table::Row row = row_of(seen, 1);
  EXPECT_EQ(row.server_success, 2u);
  EXPECT_EQ(row.server_fail, 2u);
  EXPECT_FALSE(row.server_cpu_s.has_value());
  EXPECT_FALSE(row.imbalance.has_value());
}

TEST(RowOfAScenario, SaysWhatAProxyUsed) {
  Observed seen = nothing_seen();
  EXPECT_FALSE(row_of(seen).proxy_cpu_s.has_value());
  seen.proxy_usage = metrics::Usage{.cpu_s = 0.5};
  EXPECT_EQ(row_of(seen).proxy_cpu_s, 0.5);
}

TEST(RowOfAScenario, TakesWhatWasSampledFromTheSamples) {
  using enum table::Source;
  Observed seen = nothing_seen();
  seen.report = full_report();
  const table::Row before = row_of(seen);
  seen.samples = limits::made_samples({.server_cpu = 0.5, .client_cpu = 0.5, .steal = 0.5});
  const Names filled = changed(before, row_of(seen));
  EXPECT_THAT(filled - columns_from({kJudgement, kRun}), ContainerEq(columns_from({kSamples})));
}

TEST(RowOfAScenario, IsJudgedByWhatWasReportedAndSampled) {
  using enum table::Source;
  Observed seen = nothing_seen();
  const table::Row before = row_of(seen);
  seen.report = full_report();
  seen.samples = limits::made_samples({.steal = 0.5});
  const Names filled = changed(before, row_of(seen));
  EXPECT_THAT(filled - columns_from({kClients, kSamples, kRun}),
              ContainerEq(columns_from({kJudgement})));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
