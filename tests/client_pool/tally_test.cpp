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
  tally.latency.record(std::chrono::milliseconds(3));
  tally.targets = {{1, 2, 300}, {0, 0, 0}};
  tally.clients = {{.requests = 1, .sum_s = 0.003, .failed = true, .done_s = 2.0}, {}};
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
  EXPECT_EQ(after.latency, before.latency);
  ASSERT_EQ(after.targets.size(), 2u);
  EXPECT_EQ(after.targets[0].bytes, 300u);
  ASSERT_EQ(after.clients.size(), 2u);
  EXPECT_TRUE(after.clients[0].failed);
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
  EXPECT_EQ(all.latency.count(), 2u);
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
