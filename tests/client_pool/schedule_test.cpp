#include "client_pool/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/client_pool/lindley.h"

namespace gauntlet::client_pool {
namespace {

ClientOptions open_loop(double rate, Arrivals arrivals, std::uint64_t seed = 1) {
  ClientOptions options;
  options.rate = rate;
  options.arrivals = arrivals;
  options.seed = seed;
  return options;
}

TEST(Schedule, HasEvenGapsThatDoNotAddUpRounding) {
  Schedule schedule(open_loop(3, Arrivals::kConstant));
  for (int i = 0; i < 3'000'000; ++i) schedule.next();
  EXPECT_EQ(schedule.next(), std::chrono::seconds(1'000'000));
}

TEST(Schedule, BeginsAConstantRateAtOnce) {
  Schedule schedule(open_loop(8, Arrivals::kConstant));
  EXPECT_EQ(schedule.next(), Duration::zero());
  EXPECT_EQ(schedule.next(), std::chrono::milliseconds(125));
}

TEST(Schedule, HasGapsOfARandomProcessWithoutMemory) {
  constexpr int kGaps = 1'000'000;
  constexpr double kRate = 200;
  Schedule schedule(open_loop(kRate, Arrivals::kPoisson));
  double last_s = 0;
  double squares = 0;
  int longer = 0;  // than the mean: e^-1 of all
  for (int i = 0; i < kGaps; ++i) {
    const double at_s = to_seconds(schedule.next());
    const double gap_s = at_s - last_s;
    ASSERT_GE(gap_s, 0);
    squares += gap_s * gap_s;
    if (gap_s > 1 / kRate) ++longer;
    last_s = at_s;
  }
  EXPECT_NEAR(last_s * kRate / kGaps, 1, 0.004);
  EXPECT_NEAR(squares * kRate * kRate / kGaps, 2, 0.02);
  EXPECT_NEAR(static_cast<double>(longer) / kGaps, std::exp(-1), 0.002);
}

TEST(Schedule, IsTheSameForTheSameSeedAndAnotherForAnother) {
  Schedule one(open_loop(100, Arrivals::kPoisson, 7));
  Schedule same(open_loop(100, Arrivals::kPoisson, 7));
  Schedule other(open_loop(100, Arrivals::kPoisson, 8));
  int equal = 0;
  for (int i = 0; i < 1000; ++i) {
    const Duration at = one.next();
    EXPECT_EQ(at, same.next());
    equal += at == other.next() ? 1 : 0;
  }
  EXPECT_LT(equal, 10);
}

struct Load {
  double utilisation;
  double tolerance;
};

class MD1 : public ::testing::TestWithParam<Load> {};

// The mean response time of M/D/1 is S (1 + u / (2 (1 - u))), u being the utilisation (Pollaczek
// and Khinchine). A schedule with another distribution of gaps, or with gaps that depend on each
// other, gives another one.
TEST_P(MD1, RespondsAsQueueingTheorySays) {
  constexpr int kRequests = 1'000'000;
  constexpr double kService_s = 0.005;
  const double u = GetParam().utilisation;
  Schedule schedule(open_loop(u / kService_s, Arrivals::kPoisson));
  Lindley queue(kService_s);
  double sum_s = 0;
  for (int i = 0; i < kRequests; ++i) sum_s += queue.response_s(to_seconds(schedule.next()));
  const double expected_s = kService_s * (1 + u / (2 * (1 - u)));
  EXPECT_NEAR(sum_s / kRequests, expected_s, GetParam().tolerance * expected_s);
}

INSTANTIATE_TEST_SUITE_P(Utilisations, MD1,
                         ::testing::Values(Load{0.5, 0.01}, Load{0.8, 0.02}, Load{0.9, 0.04}),
                         [](const auto& test) {
                           return "Of" + std::to_string(std::lround(test.param.utilisation * 100));
                         });

}  // namespace
}  // namespace gauntlet::client_pool
