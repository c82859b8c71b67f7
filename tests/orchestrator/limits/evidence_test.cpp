#include "orchestrator/limits/evidence.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::limits {
namespace {

using contract::ClientReport;
using contract::StoppedLine;

TEST(EvidenceOf, CountsTheRefusedAmongAllRequests) {
  ClientReport report;
  report.requests = 90;
  report.failed_requests = 10;
  report.errors = {{"refused", 5}, {"timeout", 5}};
  EXPECT_DOUBLE_EQ(evidence_of(report, {}, false).refused, 0.05);
}

TEST(EvidenceOf, KnowsNoRefusalsWithoutRequests) {
  EXPECT_DOUBLE_EQ(evidence_of({}, {}, false).refused, 0);
}

TEST(EvidenceOf, TakesTheWorkerWhoseSlotsWereFullTheLongest) {
  StoppedLine stopped{.duration_s = 10};
  stopped.workers = {{.full_s = 2}, {.full_s = 9}};
  EXPECT_DOUBLE_EQ(evidence_of({}, {stopped}, false).slots_full, 0.9);
}

TEST(EvidenceOf, TakesTheWorkerWithTheMostOfAllPools) {
  StoppedLine first{.duration_s = 10};
  first.workers = {{.full_s = 2}};
  StoppedLine second{.duration_s = 20};
  second.workers = {{.full_s = 8}, {.full_s = 1}};
  EXPECT_DOUBLE_EQ(evidence_of({}, {first, second}, false).slots_full, 0.4);
}

TEST(EvidenceOf, MeasuresTheStoreAgainstTheTimeThatSlotsWereHeld) {
  StoppedLine stopped{.duration_s = 10};
  stopped.workers = {{.slot_s = 4, .store_s = 3}};
  EXPECT_DOUBLE_EQ(evidence_of({}, {stopped}, false).in_store, 0.75);
}

TEST(EvidenceOf, MeasuresTheStoreAgainstTheWorkersTimeWhenSlotsOverlap) {
  StoppedLine stopped{.duration_s = 10};
  stopped.workers = {{.slot_s = 40, .store_s = 9}};
  EXPECT_DOUBLE_EQ(evidence_of({}, {stopped}, false).in_store, 0.9);
}

TEST(EvidenceOf, LeavesOutWhatTheBuffersHeldBack) {
  ClientReport report;
  report.client_pool = 2;
  report.duration_s = 10;
  report.tcp.connections = 2;
  report.tcp.busy_s = 15;
  report.tcp.rwnd_limited_s = 3;
  report.tcp.sndbuf_limited_s = 2;
  EXPECT_DOUBLE_EQ(evidence_of(report, {}, true).sending.value(), 0.5);
}

TEST(EvidenceOf, MeasuresSendingAgainstTheWholeRun) {
  ClientReport report;
  report.client_pool = 1;
  report.duration_s = 1;
  report.tcp.connections = 1;
  report.tcp.busy_s = 2;
  EXPECT_DOUBLE_EQ(evidence_of(report, {StoppedLine{.duration_s = 4}}, true).sending.value(), 0.5);
}

TEST(EvidenceOf, KnowsNothingOfConnectionsThatWereNotLookedAt) {
  EXPECT_FALSE(evidence_of({}, {}, true).sending.has_value());
}

TEST(EvidenceOf, CountsRetransmissionsAmongTheSegments) {
  ClientReport report;
  report.tcp.segments = 200;
  report.tcp.retransmits = 3;
  EXPECT_DOUBLE_EQ(evidence_of(report, {}, true).retransmitted, 0.015);
}

TEST(EvidenceOf, KnowsLatenessOfAnOpenLoopOnly) {
  ClientReport report;
  for (int i = 0; i < 1000; ++i) report.late.record(std::chrono::milliseconds(2));
  EXPECT_FALSE(evidence_of(report, {}, false).late_p99_s.has_value());
  report.schedule = contract::ScheduleReport{};
  EXPECT_NEAR(evidence_of(report, {}, false).late_p99_s.value(), 0.002, 1e-5);
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
