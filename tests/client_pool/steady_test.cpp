#include "client_pool/steady.h"

#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

using std::chrono::milliseconds;

TEST(SteadySpan, IsThatInWhichAllClientsWereActive) {
  const Span span =
      steady_span({{.active_s = 0.1, .done_s = 5}, {.active_s = 0.3, .done_s = 4}}, 9);
  EXPECT_EQ(span.begin_s, 0.3);
  EXPECT_EQ(span.end_s, 4);
}

TEST(SteadySpan, IsEmptyWhenTheFirstWasDoneBeforeTheLastBegan) {
  const Span span = steady_span({{.active_s = 0, .done_s = 1}, {.active_s = 2, .done_s = 3}}, 9);
  EXPECT_EQ(span.begin_s, span.end_s);
}

TEST(SteadySpan, EndsWithTheInterruption) {
  const Span span = steady_span({{.active_s = 0.5}, {.active_s = 0.25}}, 9);
  EXPECT_EQ(span.begin_s, 0.5);
  EXPECT_EQ(span.end_s, 9);
}

TEST(SteadySpan, IsEmptyWhenAClientNeverBegan) {
  const Span span = steady_span({{.active_s = 0.5}, {}}, 9);
  EXPECT_EQ(span.begin_s, span.end_s);
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
}  // namespace gauntlet::client_pool
