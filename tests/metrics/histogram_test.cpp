#include "metrics/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::metrics {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

Histogram of(std::initializer_list<std::chrono::nanoseconds> durations) {
  Histogram histogram;
  for (const auto duration : durations) histogram.record(duration);
  return histogram;
}

// Values from nanoseconds to hours, a different set for each seed.
Histogram mixed(std::uint64_t seed, int count) {
  Histogram histogram;
  for (int i = 0; i < count; ++i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    histogram.record(std::chrono::nanoseconds(seed >> (20 + seed % 40)));
  }
  return histogram;
}

Histogram merged(Histogram first, const Histogram& second) {
  first.merge(second);
  return first;
}

TEST(Histogram, SaysNothingWhenEmpty) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0u);
  EXPECT_EQ(empty.min_s(), std::nullopt);
  EXPECT_EQ(empty.max_s(), std::nullopt);
  EXPECT_EQ(empty.mean_s(), std::nullopt);
  EXPECT_EQ(empty.stddev_s(), std::nullopt);
  EXPECT_EQ(empty.quantile_s(Quantile::kP50), std::nullopt);
}

TEST(Histogram, KnowsMinimumMaximumAndMeanExactly) {
  const Histogram histogram = of({1001ns, 3ns, 2002ns});
  EXPECT_EQ(histogram.min_s(), 3e-9);
  EXPECT_EQ(histogram.max_s(), 2002e-9);
  EXPECT_DOUBLE_EQ(*histogram.mean_s(), 1002e-9);
}

TEST(Histogram, HasADeviationFromTwoValuesOn) {
  EXPECT_EQ(of({1s}).stddev_s(), std::nullopt);
  EXPECT_DOUBLE_EQ(*of({1s, 3s}).stddev_s(), std::sqrt(2.0));
  EXPECT_EQ(of({2s, 2s, 2s}).stddev_s(), 0.0);
}

TEST(Histogram, CountsNegativeDurationsAsZero) {
  const Histogram histogram = of({-5s});
  EXPECT_EQ(histogram.min_s(), 0.0);
  EXPECT_EQ(histogram.mean_s(), 0.0);
}

TEST(Histogram, GivesAPercentileOnlyToASampleThatIsLargeEnough) {
  const std::pair<Quantile, int> thresholds[] = {{Quantile::kP50, 6},
                                                 {Quantile::kP90, 36},
                                                 {Quantile::kP95, 72},
                                                 {Quantile::kP99, 368},
                                                 {Quantile::kP999, 3688}};
  for (const auto& [quantile, needed] : thresholds) {
    EXPECT_EQ(mixed(1, needed - 1).quantile_s(quantile), std::nullopt) << needed - 1;
    EXPECT_NE(mixed(1, needed).quantile_s(quantile), std::nullopt) << needed;
  }
}

TEST(Histogram, CountsMoreThanAnHourAsAnHourInPercentilesOnly) {
  const Histogram histogram = of({1ms, 1ms, 2h, 2h, 2h, 3h});
  EXPECT_NEAR(*histogram.quantile_s(Quantile::kP50), 3600, 3600 * 0.00098);
  EXPECT_EQ(histogram.max_s(), 3 * 3600.0);
  EXPECT_DOUBLE_EQ(*histogram.mean_s(), (9 * 3600 + 0.002) / 6);
}

TEST(Histogram, KeepsPercentilesWithinMinimumAndMaximum) {
  const Histogram histogram = of({2h, 2h, 2h, 2h, 2h, 2h});
  EXPECT_EQ(histogram.quantile_s(Quantile::kP50), 2 * 3600.0);
}

TEST(Histogram, GivesItsWholeDistributionInSteps) {
  const std::vector<Histogram::Step> steps = of({2ms, 1ms, 2ms}).steps();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_NEAR(steps[0].value_s, 0.001, 0.000001);
  EXPECT_EQ(steps[0].up_to, 1U);
  EXPECT_NEAR(steps[1].value_s, 0.002, 0.000002);
  EXPECT_EQ(steps[1].up_to, 3U);
}

TEST(Histogram, IsTheSameInWhateverOrderDurationsCome) {
  const Histogram rising = of({1us, 2us, 3us, 1ms, 2ms, 4s});
  const Histogram falling = of({4s, 2ms, 1ms, 3us, 2us, 1us});
  EXPECT_EQ(falling, rising);
  EXPECT_NEAR(falling.quantile_s(Quantile::kP50).value(), 3e-6, 3e-9);
}

TEST(Histogram, MergesInAnyOrderToTheSame) {
  const Histogram a = mixed(1, 1000);
  const Histogram b = mixed(2, 10);
  const Histogram c = mixed(3, 5000);
  EXPECT_EQ(merged(a, b), merged(b, a));
  EXPECT_EQ(merged(merged(a, b), c), merged(a, merged(b, c)));
}

TEST(Histogram, MergesToWhatOneWouldHaveRecorded) {
  EXPECT_EQ(merged(of({1ms, 2ms}), of({3us, 4s})), of({3us, 1ms, 2ms, 4s}));
}

TEST(Histogram, IsUnchangedByMergingAnEmptyOne) {
  const Histogram histogram = mixed(1, 100);
  EXPECT_EQ(merged(histogram, Histogram()), histogram);
  EXPECT_EQ(merged(Histogram(), histogram), histogram);
}

TEST(HistogramJson, GivesBackTheSame) {
  for (const Histogram& histogram : {Histogram(), of({0ns}), mixed(1, 1000), of({3h, 200h, 2000h})})
    EXPECT_EQ(Histogram::from_json(json::parse(histogram.to_json().dump())), histogram);
}

TEST(HistogramJson, IsInItsDocumentedForm) {
  EXPECT_EQ(of({100ns, 100ns, 5000ns}).to_json(),
            json::parse(R"({"version":1,"unit":"ns","count":3,"min":100,"max":5000,"sum":"5200",
                            "sum_squares":"25020000","buckets":[[100,2],[2161,1]]})"));
}

TEST(HistogramJson, KeepsSumsThatExceed64Bits) {
  const json written = of({2000h, 2000h}).to_json();
  EXPECT_EQ(written.at("sum_squares"), "103680000000000000000000000000000");
}

TEST(HistogramJson, RefusesAMissingKeyAndNamesIt) {
  const json whole = mixed(1, 10).to_json();
  for (const auto& [key, value] : whole.items()) {
    json broken = whole;
    broken.erase(key);
    try {
      Histogram::from_json(broken);
      FAIL() << key << " is missing";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(key));
    }
  }
}

TEST(HistogramJson, RefusesWhatIsMalformed) {
  const std::pair<const char*, const char*> changes[] = {
      {"version", "2"},
      {"version", "\"1\""},
      {"unit", "\"us\""},
      {"count", "2"},
      {"count", "-1"},
      {"count", "1.0"},
      {"min", "\"100\""},
      {"max", "-1"},
      {"sum", "5200"},
      {"sum", "\"\""},
      {"sum", "\"-1\""},
      {"sum", "\"1e3\""},
      {"sum_squares", "\"999999999999999999999999999999999999999\""},
      {"buckets", "{}"},
      {"buckets", "[[100,2]]"},
      {"buckets", "[[100]]"},
      {"buckets", "[100]"},
      {"buckets", "[[17223,1]]"},
      {"buckets", "[[-1,1]]"},
      {"buckets", "[[100,1.0]]"},
      {"buckets", "[[100,-1],[101,2]]"},
      {"buckets", "[[100,1],[100,1]]"},
      {"buckets", "[[101,1],[100,1]]"},
      {"buckets", "null"},
  };
  for (const auto& [key, value] : changes) {
    json broken = of({100ns}).to_json();
    broken[key] = json::parse(value);
    EXPECT_THROW(Histogram::from_json(broken), Error) << key << ": " << value;
  }
  for (const char* text : {"null", "[]", "1", "\"x\""})
    EXPECT_THROW(Histogram::from_json(json::parse(text)), Error) << text;
}

TEST(ValuesNeeded, AreTheMoreTheFurtherOutInTheTail) {
  EXPECT_EQ(values_needed(0.5), 6U);
  EXPECT_EQ(values_needed(0.9), 36U);
  EXPECT_EQ(values_needed(0.99), 368U);
  EXPECT_EQ(values_needed(0.999), 3688U);
}

}  // namespace
}  // namespace gauntlet::metrics
