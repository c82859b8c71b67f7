#include "orchestrator/capacity/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace gauntlet::orchestrator::capacity {
namespace {

using System =
    std::function<bool(double load)>;  // whether a run under the load meets the objective

struct Walked {
  Search search;
  std::size_t runs = 0;
};

Walked walk(const SearchOptions& options, const System& system) {
  Walked walked{Search(options)};
  while (const auto load = walked.search.next()) {
    walked.search.record(*load, system(*load));
    ++walked.runs;
  }
  return walked;
}

System up_to(double capacity) {
  return [capacity](double load) { return load <= capacity; };
}

// Uniform in [0, 1), the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  double roll() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

 private:
  std::mt19937_64 random_;
};

// A capacity anywhere in four decades, alike in each.
double any_capacity(Dice& dice) { return std::pow(10, 0.5 + 4 * dice.roll()); }

TEST(Search, FindsEveryCapacityWithinItsPrecision) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Dice dice(seed);
    const double capacity = any_capacity(dice);
    const SearchOptions options{.precision = 0.01 + 0.19 * dice.roll()};
    const Walked walked = walk(options, up_to(capacity));
    ASSERT_EQ(walked.search.end(), SearchEnd::kFound) << seed;
    const double low = *walked.search.highest_met();
    const double high = *walked.search.lowest_missed();
    EXPECT_LE(low, capacity) << seed;
    EXPECT_GT(high, capacity) << seed;
    EXPECT_LE(high - low, options.precision * high) << seed;
  }
}

TEST(Search, FindsEveryWholeCapacityExactlyWherePrecisionAllows) {
  for (int capacity = 1; capacity <= 300; ++capacity) {
    const Walked walked = walk({.start = 8, .precision = 0.01, .whole = true}, up_to(capacity));
    ASSERT_EQ(walked.search.end(), SearchEnd::kFound) << capacity;
    EXPECT_LE(*walked.search.highest_met(), capacity);
    EXPECT_GT(*walked.search.lowest_missed(), capacity);
    if (capacity < 100) {
      EXPECT_EQ(walked.search.highest_met(), capacity);
    }
  }
}

TEST(Search, TakesFewRuns) {
  const Walked walked = walk({}, up_to(1000));  // 100, 200, ... 1600; then bisected and confirmed
  EXPECT_LE(walked.runs, 13u);
}

// The chance to meet the objective falls from 1 to 0 around the capacity, and one run in twenty
// says the opposite of what it should.
TEST(Search, FindsTheCapacityOfANoisySystem) {
  int near = 0;
  std::size_t most_runs = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Dice dice(seed);
    const double capacity = any_capacity(dice);
    const auto noisy = [&dice, capacity](double load) {
      constexpr double kWidth = 0.02;
      const double chance = 1 / (1 + std::exp((load / capacity - 1) / kWidth));
      const bool met = dice.roll() < chance;
      return dice.roll() < 0.05 ? !met : met;
    };
    const Walked walked = walk({}, noisy);
    ASSERT_EQ(walked.search.end(), SearchEnd::kFound) << seed;
    most_runs = std::max(most_runs, walked.runs);
    const double ratio = *walked.search.highest_met() / capacity;
    if (ratio > 0.85 && ratio < 1.15) ++near;
  }
  EXPECT_GE(near, 950);
  EXPECT_LE(most_runs, 60u);
}

TEST(Search, EndsWithinItsRunsUnderAnyAnswers) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Dice dice(seed);
    const SearchOptions options{.precision = 0.01, .most_runs = 30};
    const Walked walked = walk(options, [&dice](double) { return dice.roll() < 0.5; });
    EXPECT_LE(walked.runs, 30u);
    EXPECT_NE(walked.search.end(), SearchEnd::kRunning);
  }
}

TEST(Search, ConfirmsBothEndsOfItsInterval) {
  std::map<double, int> runs;
  const Walked walked = walk({}, [&runs](double load) {
    ++runs[load];
    return load <= 130;
  });
  EXPECT_EQ(runs[*walked.search.highest_met()], 2);
  EXPECT_EQ(runs[*walked.search.lowest_missed()], 2);
}

TEST(Search, GoesOnWhereASecondRunTurnsAnEndOver) {
  int runs_at_100 = 0;
  const Walked walked = walk({}, [&runs_at_100](double load) {
    if (load == 100 && ++runs_at_100 == 1) return false;  // a hiccup
    return load <= 1000;
  });
  EXPECT_EQ(walked.search.end(), SearchEnd::kFound);
  EXPECT_GT(*walked.search.highest_met(), 940);
  EXPECT_EQ(runs_at_100, 3);
}

TEST(Search, IsNotHeldUpForLongByAMissAtItsBeginning) {
  int runs_so_far = 0;
  const Walked walked = walk({}, [&runs_so_far](double load) {
    return ++runs_so_far > 3 &&
           load <= 1000;  // it begins in a bad moment: 100, 50 and 25 are missed
  });
  EXPECT_GT(*walked.search.highest_met(), 940);
  EXPECT_LE(walked.runs, 30u);
}

TEST(Search, HoldsThatTheLowestLoadThatIsMissedIsTheLimit) {
  const Walked walked =
      walk({.start = 400}, [](double load) { return load <= 150 || (load > 300 && load < 500); });
  EXPECT_EQ(walked.search.end(), SearchEnd::kFound);
  EXPECT_LT(*walked.search.highest_met(), *walked.search.lowest_missed());
}

TEST(Search, SaysThatNotEvenTheLeastLoadIsMet) {
  const Walked walked = walk({.least = 10}, up_to(5));
  EXPECT_EQ(walked.search.end(), SearchEnd::kNeverMet);
  EXPECT_FALSE(walked.search.highest_met());
  EXPECT_EQ(walked.search.lowest_missed(), 10);
}

TEST(Search, SaysThatTheGreatestLoadIsMet) {
  const Walked walked = walk({.most = 500}, up_to(1e9));
  EXPECT_EQ(walked.search.end(), SearchEnd::kAxisEnd);
  EXPECT_EQ(walked.search.highest_met(), 500);
  EXPECT_FALSE(walked.search.lowest_missed());
}

TEST(Search, NeverLeavesItsBounds) {
  for (const double capacity : {1.0, 45.0, 77.0, 1000.0})
    walk({.least = 40, .most = 90}, [capacity](double load) {
      EXPECT_GE(load, 40);
      EXPECT_LE(load, 90);
      return load <= capacity;
    });
}

TEST(Search, SaysThatItsRunsWereNotEnough) {
  const Walked walked = walk({.most_runs = 3}, up_to(1e5));
  EXPECT_EQ(walked.search.end(), SearchEnd::kTooMany);
  EXPECT_EQ(walked.runs, 3u);
  EXPECT_EQ(walked.search.highest_met(), 400);
}

TEST(Search, ExpectsFewerRunsTheNearerItIs) {
  Search search({});
  const std::size_t first = search.expected_runs();
  for (int i = 0; i < 5; ++i) search.record(*search.next(), *search.next() <= 130);
  EXPECT_LT(search.expected_runs(), first);
  while (const auto load = search.next()) search.record(*load, *load <= 130);
  EXPECT_EQ(search.expected_runs(), 0u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
