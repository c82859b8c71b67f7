#include "client_pool/tally.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(ClientTally, IsASuccessWhenNothingFailedAndItWasDone) {
  const auto totals = totals_of(
      {{.done = milliseconds(1)}, {.failed = true, .done = milliseconds(1)}, {.failed = true}, {}});
  EXPECT_EQ(totals.success, 1u);
  EXPECT_EQ(totals.fail, 2u);
  EXPECT_EQ(totals.undone, 2u);
}

TEST(ClientTally, IsNeitherSuccessNorFailureWhenAllItsRequestsWereTurnedAway) {
  const auto totals = totals_of({{.rejected = true, .done = milliseconds(1)},
                                 {.requests = 1, .rejected = true, .done = milliseconds(1)}});
  EXPECT_EQ(totals.success, 1u);
  EXPECT_EQ(totals.fail, 0u);
}

TEST(ClientTally, HasAMeanOnlyWithAGoodAnswer) {
  const auto totals = totals_of({{.requests = 3, .sum = nanoseconds(11)}, {}});
  EXPECT_EQ(totals.means, contract::Durations({nanoseconds(4)}));
}

TEST(ClientTally, TellsWhenTheLastBecameActiveAndHowManyNeverDid) {
  const auto totals = totals_of({{.active = milliseconds(5)}, {}, {.active = milliseconds(7)}});
  EXPECT_EQ(totals.last_active, milliseconds(7));
  EXPECT_EQ(totals.idle, 1u);
}

TEST(ClientTally, HasCreatedAFileOnlyWhereTheServerSaidSo) {
  EXPECT_EQ(uploaded_by({}), Uploaded::kNothing);
  EXPECT_EQ(uploaded_by({.requests = 1}), Uploaded::kUnclaimed);
  EXPECT_EQ(uploaded_by({.created = true}), Uploaded::kCreated);
}

WorkerResult sample() {
  WorkerResult result{.uploaded = {Uploaded::kCreated, Uploaded::kNothing}};
  result.totals.errors["timeout"] = 2;
  result.totals.times.late.record(milliseconds(3));
  return result;
}

TEST(WorkerResult, SurvivesItsJourneyWhole) {
  const WorkerResult after = result_from_json(nlohmann::json::parse(to_json(sample()).dump()));
  EXPECT_EQ(after.totals, sample().totals);
  EXPECT_EQ(after.uploaded, sample().uploaded);
}

TEST(WorkerResult, IsRefusedWhenMalformed) {
  EXPECT_THROW(result_from_json(nlohmann::json::parse("{}")), Error);
  nlohmann::json broken = to_json(sample());
  broken["totals"]["clients"] = "x";
  EXPECT_THROW(result_from_json(broken), Error);
}

TEST(WorkerResult, KeepsTheOrderOfTheClientsWhenMerged) {
  WorkerResult all = sample();
  all.merge({.uploaded = {Uploaded::kUnclaimed}});
  EXPECT_EQ(all.uploaded,
            (std::vector<Uploaded>{Uploaded::kCreated, Uploaded::kNothing, Uploaded::kUnclaimed}));
  EXPECT_EQ(all.totals.errors.at("timeout"), 2u);
}

}  // namespace
}  // namespace gauntlet::client_pool
