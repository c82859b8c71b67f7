// The histogram's quantiles against those of the sorted sample.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "metrics/histogram.h"

namespace gauntlet::metrics {
namespace {

constexpr double kWorstError = 0.00098;  // half a bucket: 1 / 1024
constexpr std::uint64_t kHour = 3'600'000'000'000;
constexpr Quantile kAll[] = {Quantile::kP50, Quantile::kP90, Quantile::kP95, Quantile::kP99,
                             Quantile::kP999};

using Sample = std::vector<std::uint64_t>;  // ns

// size values of draw(u), u evenly spread over (0, 1).
Sample sample(std::size_t size, const std::function<double(double)>& draw) {
  std::mt19937_64 random(1);
  Sample values(size);
  for (std::uint64_t& value : values) {
    const double u = (static_cast<double>(random() >> 11) + 0.5) / 0x1p53;
    value = std::min(static_cast<std::uint64_t>(draw(u)), kHour);
  }
  return values;
}

Histogram recorded(const Sample& values) {
  Histogram histogram;
  for (const std::uint64_t value : values) histogram.record(std::chrono::nanoseconds(value));
  return histogram;
}

double exact_quantile_s(const Sample& sorted, Quantile quantile) {
  const std::uint64_t parts = static_cast<std::uint64_t>(quantile);
  const std::uint64_t rank = (sorted.size() * parts + 99'999) / 100'000;
  return static_cast<double>(sorted.at(rank - 1)) / 1e9;
}

void expect_accurate(Sample values) {
  const Histogram histogram = recorded(values);
  std::sort(values.begin(), values.end());
  for (const Quantile quantile : kAll) {
    const double exact = exact_quantile_s(values, quantile);
    const auto measured = histogram.quantile_s(quantile);
    ASSERT_TRUE(measured);
    EXPECT_NEAR(*measured, exact, exact * kWorstError) << static_cast<int>(quantile);
  }
}

TEST(HistogramAccuracy, HoldsForAUniformDistribution) {
  expect_accurate(sample(100'000, [](double u) { return 1e3 + u * 1e9; }));
}

TEST(HistogramAccuracy, HoldsForAnExponentialDistribution) {
  expect_accurate(sample(100'000, [](double u) { return -1e7 * std::log(u); }));
}

TEST(HistogramAccuracy, HoldsForABimodalDistribution) {
  expect_accurate(
      sample(100'000, [](double u) { return u < 0.93 ? 1e5 + u * 1e4 : 2e9 + u * 1e8; }));
}

TEST(HistogramAccuracy, HoldsForAHeavyTail) {
  expect_accurate(sample(100'000, [](double u) { return 1e5 * std::pow(u, -1 / 1.1); }));
}

TEST(HistogramAccuracy, HoldsForSmallSamples) {
  expect_accurate(sample(3688, [](double u) { return -1e6 * std::log(u); }));
}

TEST(HistogramAccuracy, HoldsAtEveryPowerOfTwo) {
  for (std::uint64_t power = 1024; power < kHour; power *= 2)
    for (const std::uint64_t value : {power - 1, power, power + 1})
      expect_accurate(Sample(4000, value));
}

TEST(HistogramAccuracy, IsExactForAConstant) {
  for (const std::uint64_t value : {0ul, 1ul, 511ul, 1023ul, 1025ul, 123'456'789ul, kHour})
    for (const Quantile quantile : kAll)
      EXPECT_EQ(recorded(Sample(4000, value)).quantile_s(quantile),
                static_cast<double>(value) / 1e9)
          << value << " ns";
}

TEST(HistogramAccuracy, IsExactBelowAMicrosecond) {
  Sample values = sample(10'000, [](double u) { return u * 1000; });
  const Histogram histogram = recorded(values);
  std::sort(values.begin(), values.end());
  for (const Quantile quantile : kAll)
    EXPECT_EQ(histogram.quantile_s(quantile), exact_quantile_s(values, quantile));
}

TEST(HistogramAccuracy, HoldsForMeanAndDeviation) {
  const Sample values = sample(100'000, [](double u) { return 5e9 + u * 1000; });
  long double sum = 0;
  for (const std::uint64_t value : values) sum += static_cast<long double>(value);
  const long double mean = sum / static_cast<long double>(values.size());
  long double squares = 0;
  for (const std::uint64_t value : values) {
    const long double off = static_cast<long double>(value) - mean;
    squares += off * off;
  }
  const long double deviation = std::sqrt(squares / static_cast<long double>(values.size() - 1));
  const Histogram histogram = recorded(values);
  EXPECT_NEAR(*histogram.mean_s(), static_cast<double>(mean / 1e9L), 1e-15);
  EXPECT_NEAR(*histogram.stddev_s(), static_cast<double>(deviation / 1e9L), 1e-8);
}

}  // namespace
}  // namespace gauntlet::metrics
