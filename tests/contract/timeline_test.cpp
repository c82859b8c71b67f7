#include "contract/timeline.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"

namespace gauntlet::contract {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double kTolerance = 1e-9;

TEST(Timeline, FindsWhatWasDoneWithinASpan) {
  Timeline timeline;
  timeline.add(milliseconds(10), milliseconds(20), {.requests = 1});
  timeline.add(milliseconds(30), milliseconds(40), {.requests = 1});
  EXPECT_NEAR(timeline.between(milliseconds(5), milliseconds(25)).requests, 1, kTolerance);
  EXPECT_NEAR(timeline.between(milliseconds(25), milliseconds(50)).requests, 1, kTolerance);
  EXPECT_NEAR(timeline.between(milliseconds(21), milliseconds(29)).requests, 0, kTolerance);
}

TEST(Timeline, CountsThePartOfARequestThatLiesWithinTheSpan) {
  Timeline timeline;
  timeline.add(milliseconds(0), milliseconds(100), {.requests = 1, .bytes = 1000});
  const Amount part = timeline.between(milliseconds(75), seconds(1));
  EXPECT_NEAR(part.requests, 0.25, kTolerance);
  EXPECT_NEAR(part.bytes, 250, kTolerance);
}

TEST(Timeline, TakesAMoment) {
  Timeline timeline;
  timeline.add(milliseconds(7), milliseconds(7), {.requests = 1});
  EXPECT_NEAR(timeline.between(milliseconds(7), milliseconds(8)).requests, 1, kTolerance);
}

TEST(Timeline, CountsWhatBeganBeforeTheStartAsAfterIt) {
  Timeline timeline;
  timeline.add(-seconds(1), milliseconds(1), {.requests = 1});
  timeline.add(-seconds(2), -seconds(1), {.requests = 1});
  EXPECT_NEAR(timeline.between(seconds(0), milliseconds(2)).requests, 2, kTolerance);
}

TEST(Timeline, WidensItsBinsForLongRunsAndLosesNothing) {
  Timeline timeline;
  for (int i = 0; i < 3600; ++i)
    timeline.add(seconds(i), seconds(i) + milliseconds(10), {.requests = 1, .bytes = 2});
  EXPECT_LE(timeline.width(), Duration(hours(1)) / 512);
  const Amount all = timeline.between(seconds(0), hours(2));
  EXPECT_NEAR(all.requests, 3600, 1e-6);
  EXPECT_NEAR(all.bytes, 7200, 1e-6);
  EXPECT_NEAR(timeline.between(seconds(0), seconds(1800)).requests, 1800, 2);
}

TEST(Timeline, KeepsAWidthThatIsAPowerOfTwoOfTheFirst) {
  Timeline timeline;
  timeline.add(seconds(5), seconds(5), {.requests = 1});
  std::int64_t times = timeline.width() / Timeline::kFirstWidth;
  EXPECT_EQ(timeline.width() % Timeline::kFirstWidth, Duration::zero());
  EXPECT_EQ(times & (times - 1), 0);
}

// A timeline of random requests within the given time.
Timeline random_timeline(std::uint64_t seed, Duration length) {
  std::mt19937_64 random(seed);
  Timeline timeline;
  for (int i = 0; i < 500; ++i) {
    const Duration begin(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(length.count())));
    timeline.add(begin, begin + microseconds(random() % 50'000), {1, 1000, 0.5});
  }
  return timeline;
}

TEST(Timeline, IsTheSameInWhateverOrderItWasMerged) {
  const Timeline shorter = random_timeline(1, milliseconds(80));
  const Timeline longer = random_timeline(2, seconds(30));
  Timeline one = shorter;
  one.merge(longer);
  Timeline other = longer;
  other.merge(shorter);
  EXPECT_EQ(one.width(), other.width());
  for (int i = 0; i < 30; ++i) {
    const Amount a = one.between(seconds(i), seconds(i + 1));
    const Amount b = other.between(seconds(i), seconds(i + 1));
    EXPECT_NEAR(a.requests, b.requests, kTolerance);
    EXPECT_NEAR(a.latency_s, b.latency_s, kTolerance);
  }
  EXPECT_EQ(one, other);
}

// The longer one has wider bins when the shorter one's requests come: they are cut at other times.
TEST(Timeline, IsTheSameWhetherItWasSharedOutOrNot) {
  Timeline parts;
  Timeline whole;
  for (std::uint64_t worker = 0; worker < 5; ++worker) {
    Timeline part;
    for (const Duration length : {milliseconds(40), milliseconds(9'000)}) {
      std::mt19937_64 random(worker);
      for (int i = 0; i < 100; ++i) {
        const Duration begin(static_cast<std::int64_t>(random() % 1'000'000) * length.count() /
                             1'000'000);
        const Duration end = begin + microseconds(random() % 700'000);
        const Amount amount{1, static_cast<double>(random() % 100'000) - 50'000, 0.3};
        part.add(begin, end, amount);
        whole.add(begin, end, amount);
      }
    }
    parts.merge(part);
  }
  EXPECT_EQ(parts, whole);
}

TEST(Timeline, AddsUpWhenMerged) {
  Timeline all;
  for (std::uint64_t worker = 0; worker < 4; ++worker)
    all.merge(random_timeline(worker, seconds(static_cast<std::int64_t>(worker) + 1)));
  EXPECT_NEAR(all.between(seconds(0), seconds(10)).requests, 2000, 1e-6);
  EXPECT_NEAR(all.between(seconds(0), seconds(10)).bytes, 2'000'000, 1e-3);
}

TEST(Timeline, SurvivesItsJourneyWhole) {
  const Timeline timeline = random_timeline(3, seconds(2));
  EXPECT_EQ(Timeline::from_json(nlohmann::json::parse(timeline.to_json().dump())), timeline);
}

TEST(Timeline, RefusesWhatItDidNotWrite) {
  for (const char* text :
       {"null", "{}", R"({"width_ns":0,"bins":[]})", R"({"width_ns":300000,"bins":[]})",
        R"({"width_ns":100000,"bins":[[1,2]]})", R"({"width_ns":100000,"bins":[[1,2,0.5]]})",
        R"({"width_ns":100000,"bins":7})"})
    EXPECT_THROW(Timeline::from_json(nlohmann::json::parse(text)), Error) << text;
}

}  // namespace
}  // namespace gauntlet::contract
