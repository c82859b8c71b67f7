#include "client_pool/recorder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A client's recorder with a clock of our own. Times are after the end of the warm-up.
class RecorderTest : public ::testing::Test {
 protected:
  void use(double rate) {
    plan_.options.rate = rate;
    plan_.options.warmup = seconds(1);
    work_.emplace(plan_, live_);
    if (rate > 0) work_->open_loop.emplace(plan_.options, Share{0, 1});
    work_->counting = net::SteadyTime(seconds(100));
    work_->clients.resize(1);
    recorder_.emplace(*work_, work_->clients[0], 0);
    recorder_->asks_at("h:1");
    recorder_->asks("GET /x");
  }

  static net::SteadyTime at(int ms) { return net::SteadyTime(seconds(100) + milliseconds(ms)); }
  contract::Totals& totals() { return work_->totals; }
  const ClientTally& client() { return work_->clients[0]; }

  // A request that was due at 100, begun at 150, and had its answer from 170 to 200.
  void one_request() {
    recorder_->begin(at(100), at(150));
    recorder_->connected(at(150), at(160));
    recorder_->sending(at(160));
    recorder_->answering(at(170));
    recorder_->received(1000, at(200));
    recorder_->succeeded(Verify::kDigest, 200, at(200));
  }

  Plan plan_;
  LiveCounters live_;
  std::optional<Workspace> work_;
  std::optional<Recorder> recorder_;
};

TEST_F(RecorderTest, CountsFromWhenARequestWasDueInAnOpenLoop) {
  use(10);
  one_request();
  EXPECT_DOUBLE_EQ(*totals().times.latency.mean_s(), 0.1);
  EXPECT_DOUBLE_EQ(*totals().times.service.mean_s(), 0.05);
  EXPECT_DOUBLE_EQ(*totals().times.late.mean_s(), 0.05);
  EXPECT_EQ(totals().schedule.begun, 1u);
  EXPECT_EQ(totals().schedule.last_begun, milliseconds(150));
}

TEST_F(RecorderTest, CountsFromWhenARequestWasBegunInAClosedLoop) {
  use(0);
  one_request();
  EXPECT_DOUBLE_EQ(*totals().times.latency.mean_s(), 0.05);
  EXPECT_DOUBLE_EQ(*totals().times.service.mean_s(), 0.05);
  EXPECT_EQ(totals().times.late.count(), 0u);
}

TEST_F(RecorderTest, TellsThePartsOfARequestApart) {
  use(0);
  one_request();
  EXPECT_DOUBLE_EQ(*totals().times.connect.mean_s(), 0.01);
  EXPECT_DOUBLE_EQ(*totals().times.ttfb.mean_s(), 0.01);
  EXPECT_EQ(totals().targets["h:1"].bytes, 1000u);
  EXPECT_EQ(client().active, milliseconds(150));
}

TEST_F(RecorderTest, KeepsOnlyTheNumberOfRequestsOfTheWarmUp) {
  use(0);
  recorder_->begin(at(-100), at(-100));
  recorder_->connected(at(-100), at(-90));
  recorder_->sending(at(-90));
  recorder_->received(1000, at(50));
  recorder_->succeeded(Verify::kLength, 200, at(50));
  recorder_->begin(at(-10), at(-10));
  recorder_->sending(at(-10));
  recorder_->failed({ErrorKind::kReset, "gone"}, at(60));
  EXPECT_EQ(totals().warmup_requests, 2u);
  EXPECT_EQ(totals().times, contract::Histograms{});
  EXPECT_EQ(totals().timeline, contract::Timeline{});
  EXPECT_FALSE(totals().first_error);
  EXPECT_EQ(client().requests, 0u);
  EXPECT_FALSE(client().failed);
  EXPECT_FALSE(client().active);
}

TEST_F(RecorderTest, SpreadsBytesOverTheTimeInWhichTheyCame) {
  use(0);
  recorder_->begin(at(0), at(0));
  recorder_->sending(at(0));
  recorder_->received(100, at(100));
  recorder_->received(900, at(200));
  recorder_->succeeded(Verify::kDigest, 200, at(200));
  EXPECT_NEAR(totals().timeline.between(milliseconds(0), milliseconds(100)).bytes, 100, 2);
  EXPECT_NEAR(totals().timeline.between(milliseconds(150), milliseconds(300)).bytes, 450, 2);
}

TEST_F(RecorderTest, SpreadsSentBytesUntilMoreWereSentOrTheAnswerCame) {
  use(0);
  recorder_->begin(at(0), at(0));
  recorder_->sending(at(0));
  recorder_->sent(100, at(0));
  recorder_->sent(900, at(100));
  recorder_->succeeded(Verify::kDigest, 200, at(200));
  EXPECT_NEAR(totals().timeline.between(milliseconds(0), milliseconds(100)).bytes, 100, 2);
  EXPECT_NEAR(totals().timeline.between(milliseconds(100), milliseconds(300)).bytes, 900, 2);
  EXPECT_EQ(totals().targets["h:1"].bytes, 1000u);
}

TEST_F(RecorderTest, TakesTheBytesOfAFailedRequestBack) {
  use(0);
  recorder_->begin(at(0), at(0));
  recorder_->sending(at(0));
  recorder_->received(500, at(100));
  recorder_->failed({ErrorKind::kShortBody, "short"}, at(200));
  EXPECT_NEAR(totals().timeline.between(milliseconds(0), milliseconds(300)).bytes, 0, 1e-6);
  EXPECT_EQ(totals().first_error->what, "h:1: short for GET /x");
  EXPECT_TRUE(client().failed);
}

TEST_F(RecorderTest, CountsTheBytesOfASecondAttemptOnly) {
  use(0);
  recorder_->begin(at(0), at(0));
  recorder_->sending(at(0));
  recorder_->sent(500, at(10));
  recorder_->sent(500, at(20));
  recorder_->sending(at(50));
  recorder_->sent(1000, at(60));
  recorder_->succeeded(Verify::kDigest, 200, at(100));
  EXPECT_EQ(totals().targets["h:1"].bytes, 1000u);
  EXPECT_NEAR(totals().timeline.between(milliseconds(0), milliseconds(300)).bytes, 1000, 1e-6);
}

TEST_F(RecorderTest, FailsARequestForWhichNoClientWasFree) {
  use(10);
  recorder_->unsent(at(0), at(70'000));
  EXPECT_EQ(totals().errors["unsent"], 1u);
  EXPECT_EQ(totals().schedule.begun, 0u);
  EXPECT_EQ(totals().times.late.count(), 1u);
  EXPECT_EQ(totals().first_error->what, "h:1: no client was free within 60.0 s for GET /x");
}

TEST_F(RecorderTest, CountsAnswersThatFailedByTheirStatus) {
  use(0);
  for (const int status : {404, 404, 799, 0}) {
    recorder_->begin(at(100), at(100));
    recorder_->failed({ErrorKind::kStatus, "it failed", status}, at(200));
  }
  const std::map<std::string, std::uint64_t> expected{{"404 Not Found", 2}, {"799", 1}};
  EXPECT_EQ(totals().statuses, expected);
  EXPECT_EQ(totals().errors.at("status"), 4u);
}

TEST_F(RecorderTest, CountsForTheTargetThatIsAsked) {
  use(0);
  one_request();
  recorder_->asks_at("h:2");
  recorder_->refused();
  one_request();
  one_request();
  EXPECT_EQ(totals().targets["h:1"].requests, 1u);
  EXPECT_EQ(totals().targets["h:2"].requests, 2u);
  EXPECT_EQ(totals().targets["h:2"].connections, 2u);
  EXPECT_EQ(totals().targets["h:2"].refused, 1u);
  EXPECT_EQ(totals().targets["h:2"].latency, milliseconds(100));
  EXPECT_EQ(totals().targets["h:2"].slowest, milliseconds(50));
}

TEST_F(RecorderTest, CountsRejectionsAsNeitherSuccessNorFailure) {
  use(0);
  recorder_->begin(at(10), at(10));
  recorder_->rejected({.kind = ErrorKind::kRejected, .what = "status 503", .status = 503}, at(11));
  EXPECT_EQ(totals().rejected, 1u);
  EXPECT_TRUE(totals().errors.empty());
  EXPECT_FALSE(totals().first_error);
}

TEST_F(RecorderTest, CountsRetriesOfRequestsThatCount) {
  use(0);
  recorder_->begin(at(-10), at(-10));
  recorder_->retried();
  EXPECT_EQ(totals().retries, 0u);
  recorder_->begin(at(10), at(10));
  recorder_->retried();
  EXPECT_EQ(totals().retries, 1u);
}

}  // namespace
}  // namespace gauntlet::client_pool
