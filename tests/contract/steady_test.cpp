#include "contract/steady.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace gauntlet::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using Times = std::pair<std::optional<Duration>, std::optional<Duration>>;

// Of clients that became active and were done then.
ClientTotals clients(const std::vector<Times>& each) {
  ClientTotals totals;
  std::vector<Duration> done;
  for (const auto& [active, end] : each) {
    totals.last_active = std::max(totals.last_active, active);
    if (!active) ++totals.idle;
    if (end) done.push_back(*end);
    if (!end) ++totals.undone;
  }
  totals.done = Durations(std::move(done));
  return totals;
}

TEST(SteadySpan, IsThatInWhichAllClientsWereActive) {
  const SteadySpan span = steady_span(
      clients({{milliseconds(100), seconds(5)}, {milliseconds(300), seconds(4)}}), seconds(9));
  EXPECT_EQ(span.begin, milliseconds(300));
  EXPECT_EQ(span.end, seconds(4));
}

TEST(SteadySpan, IsEmptyWhenTheFirstWasDoneBeforeTheLastBegan) {
  const SteadySpan span =
      steady_span(clients({{seconds(0), seconds(1)}, {seconds(2), seconds(3)}}), seconds(9));
  EXPECT_EQ(span.begin, span.end);
}

TEST(SteadySpan, EndsWithTheInterruption) {
  const SteadySpan span =
      steady_span(clients({{milliseconds(500), {}}, {milliseconds(250), {}}}), seconds(9));
  EXPECT_EQ(span.begin, milliseconds(500));
  EXPECT_EQ(span.end, seconds(9));
}

TEST(SteadySpan, IsEmptyWhenAClientNeverBegan) {
  const SteadySpan span =
      steady_span(clients({{milliseconds(500), {}}, {std::nullopt, {}}}), seconds(9));
  EXPECT_EQ(span.begin, span.end);
}

// Twenty requests in each tenth of a second, of this response time.
void fill(Timeline& timeline, double latency_s, int from, int to) {
  for (int i = from; i < to; ++i)
    timeline.add(milliseconds(i * 5), milliseconds(i * 5 + 5),
                 {.requests = 1, .latency_s = latency_s});
}

TEST(MeanInterval, IsAPointWhenAllBatchesAreEqual) {
  Timeline timeline;
  fill(timeline, 0.01, 0, 200);
  const auto interval = mean_interval(timeline, 1);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 0.01, 1e-9);
  EXPECT_NEAR(interval->high, 0.01, 1e-9);
}

TEST(MeanInterval, LeavesOutTheFirstTwentieth) {
  Timeline timeline;
  fill(timeline, 7, 0, 9);
  fill(timeline, 0.01, 10, 200);
  const auto interval = mean_interval(timeline, 1);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->high, 0.01, 1e-3);
}

// Five batches of 1 and five of 3: mean 2, standard deviation 1.0541, over the root of ten.
TEST(MeanInterval, IsThatOfStudent) {
  Timeline timeline;
  for (int i = 0; i < 10; ++i) {
    const Duration begin = milliseconds(1000 + i * 1900);
    timeline.add(begin, begin + milliseconds(1900),
                 {.requests = 100, .latency_s = i % 2 == 0 ? 100. : 300.});
  }
  const auto interval = mean_interval(timeline, 20);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 2 - 0.754, 0.02);
  EXPECT_NEAR(interval->high, 2 + 0.754, 0.02);
}

TEST(MeanInterval, NeedsTenRequestsInEveryBatch) {
  Timeline timeline;
  fill(timeline, 0.01, 0, 100);
  EXPECT_FALSE(mean_interval(timeline, 1));
}

}  // namespace
}  // namespace gauntlet::contract
