#include "orchestrator/run/judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/limits/made_samples.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// Two seconds, steady from 0.5 s to 1.5 s, on loopback.
Observed observed(const limits::MadeSecond& second) {
  Observed seen;
  seen.report.emplace();
  seen.report->steady_begin_ns = limits::kMadeSecond / 2;
  seen.report->steady_end_ns = limits::kMadeSecond * 3 / 2;
  seen.samples = limits::made_samples(second);
  return seen;
}

table::Row judged(const Observed& seen) {
  table::Row row;
  row.target = "loopback";
  judge(row, seen);
  return row;
}

TEST(Judge, FillsTheFigures) {
  const table::Row row = judged(observed({.server_cpu = 0.4, .client_cpu = 0.2, .written = 1000}));
  EXPECT_NEAR(row.server_demand.value(), 0.4, 1e-6);
  EXPECT_NEAR(row.client_demand.value(), 0.2, 1e-6);
  EXPECT_NEAR(row.host_busy.value(), 0.3, 1e-6);
  EXPECT_NEAR(row.iowait.value(), 0, 1e-6);
  EXPECT_NEAR(row.steal.value(), 0, 1e-6);
  EXPECT_NEAR(row.foreign_cpu.value(), 0, 1e-6);
  EXPECT_NEAR(row.disk_write_Bps.value(), 1000, 1);
}

TEST(Judge, NamesWhatLimited) {
  const table::Row row = judged(observed({.server_cpu = 0.95}));
  EXPECT_EQ(row.limited_by, "server_cpu");
  EXPECT_EQ(row.valid, "yes");
  EXPECT_EQ(row.doubt, "");
}

// What the clients got in a second of a link of 10 Mbit/s.
std::string limit_of_link(std::uint64_t bytes, const std::string& protocol) {
  Observed seen = observed({});
  seen.report->protocol = protocol;
  seen.report->requests = 1;
  seen.report->bytes = bytes;
  seen.report->steady_s = 1;
  seen.report->steady_bytes = static_cast<double>(bytes);
  table::Row row;
  row.target = "loopback";
  row.settings = {{"link", "rate:10mbit"}};
  judge(row, seen);
  return row.limited_by;
}

TEST(Judge, KnowsTheRateOfALink) {
  EXPECT_EQ(limit_of_link(1'200'000, "http"), "network");
  EXPECT_EQ(limit_of_link(900'000, "http"), "none");
}

TEST(Judge, KnowsThatBase64TakesAThirdMoreOfALink) {
  EXPECT_EQ(limit_of_link(900'000, "line"), "network");
}

TEST(Judge, GivesTheReasons) {
  Observed seen = observed({.server_cpu = 0.95});
  seen.cache_problem = "cold was not cold";
  table::Row row;
  row.target = "loopback";
  EXPECT_THAT(judge(row, seen), ElementsAre(StartsWith("limited by server_cpu: a thread of"),
                                            "not valid: cold was not cold"));
  EXPECT_EQ(row.valid, "no");
  EXPECT_EQ(row.doubt, "cache");
}

TEST(Judge, LeavesEmptyWhatWasTooShortToMeasure) {
  Observed seen = observed({});
  seen.report->steady_end_ns = seen.report->steady_begin_ns + 1000;
  const table::Row row = judged(seen);
  EXPECT_FALSE(row.server_demand.has_value());
  EXPECT_FALSE(row.steal.has_value());
  EXPECT_EQ(row.limited_by, "");
  EXPECT_EQ(row.valid, "no");
}

TEST(Judge, TellsOfConnectionsThatWereLookedAt) {
  Observed seen = observed({});
  EXPECT_FALSE(judged(seen).retransmits.has_value());
  seen.report->tcp.connections = 1;
  seen.report->tcp.retransmits = 3;
  seen.report->tcp.rtt_mean_us = 40;
  EXPECT_EQ(judged(seen).retransmits, 3u);
  EXPECT_EQ(judged(seen).rtt_mean_us, 40);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
