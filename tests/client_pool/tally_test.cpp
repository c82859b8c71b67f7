#include "client_pool/tally.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

Tally sample() {
  Tally tally;
  tally.errors[static_cast<std::size_t>(ErrorKind::kTimeout)] = 2;
  tally.first_error = "late";
  tally.first_error_s = 1.5;
  tally.connected = true;
  tally.verified = Verify::kLength;
  tally.warmup_requests = 7;
  tally.times.latency.record(std::chrono::milliseconds(3));
  tally.times.service.record(std::chrono::milliseconds(2));
  tally.times.ttfb.record(std::chrono::milliseconds(1));
  tally.times.connect.record(std::chrono::microseconds(4));
  tally.times.late.record(std::chrono::microseconds(5));
  tally.timeline.add(std::chrono::seconds(1), std::chrono::seconds(2), {1, 300, 0.003});
  tally.schedule = {.planned = 5, .begun = 4, .last_begun_s = 3, .end_s = 2};
  tally.tcp.add({.rtt_us = 50, .segments = 6, .retransmits = 1, .delivery_rate = 7, .busy_us = 8});
  tally.targets = {{1, 2, 300}, {0, 0, 0}};
  tally.clients = {{.requests = 1,
                    .sum_s = 0.003,
                    .failed = true,
                    .created = true,
                    .active_s = 0.5,
                    .done_s = 2.0},
                   {}};
  return tally;
}

TEST(Tally, SurvivesItsJourneyWhole) {
  const Tally before = sample();
  const Tally after = tally_from_json(nlohmann::json::parse(to_json(before).dump()));
  EXPECT_EQ(after.errors, before.errors);
  EXPECT_EQ(after.first_error, "late");
  EXPECT_EQ(after.first_error_s, 1.5);
  EXPECT_TRUE(after.connected);
  EXPECT_EQ(after.verified, Verify::kLength);
  EXPECT_EQ(after.warmup_requests, 7u);
  EXPECT_EQ(after.times, before.times);
  EXPECT_EQ(after.timeline, before.timeline);
  EXPECT_EQ(after.schedule, before.schedule);
  EXPECT_EQ(after.tcp, before.tcp);
  ASSERT_EQ(after.targets.size(), 2u);
  EXPECT_EQ(after.targets[0].bytes, 300u);
  ASSERT_EQ(after.clients.size(), 2u);
  EXPECT_TRUE(after.clients[0].failed);
  EXPECT_TRUE(after.clients[0].created);
  EXPECT_EQ(after.clients[0].active_s, 0.5);
  EXPECT_EQ(after.clients[0].done_s, 2.0);
  EXPECT_FALSE(after.clients[1].done_s);
}

TEST(Tally, RefusesAMalformedResult) {
  EXPECT_THROW(tally_from_json(nlohmann::json::parse("{}")), Error);
  nlohmann::json broken = to_json(sample());
  broken["clients"][0] = "x";
  EXPECT_THROW(tally_from_json(broken), Error);
}

TEST(Tally, AddsWhenMerged) {
  Tally all;
  all.merge(sample());
  all.merge(sample());
  EXPECT_EQ(all.errors[static_cast<std::size_t>(ErrorKind::kTimeout)], 4u);
  EXPECT_EQ(all.times.latency.count(), 2u);
  EXPECT_EQ(all.times.late.count(), 2u);
  EXPECT_EQ(all.warmup_requests, 14u);
  EXPECT_EQ(all.schedule,
            (ScheduleTally{.planned = 10, .begun = 8, .last_begun_s = 3, .end_s = 2}));
  EXPECT_EQ(all.tcp.retransmits, 2u);
  EXPECT_EQ(all.targets[0].bytes, 600u);
  EXPECT_EQ(all.clients.size(), 4u);
}

TEST(Tally, KeepsTheWeakestCheckAndTheEarliestErrorWhenMerged) {
  Tally earlier;
  earlier.first_error = "early";
  earlier.first_error_s = 0.5;
  Tally all = sample();
  all.merge(earlier);
  EXPECT_EQ(all.first_error, "early");
  EXPECT_EQ(all.verified, Verify::kLength);
  all.merge(sample());
  EXPECT_EQ(all.first_error, "early");
}

}  // namespace
}  // namespace gauntlet::client_pool
