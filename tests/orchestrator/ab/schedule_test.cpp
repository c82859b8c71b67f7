#include "orchestrator/ab/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gauntlet::orchestrator::ab {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

// The passes after which there is a look, when every pass takes so long.
std::vector<std::uint64_t> looks(std::uint64_t most, std::optional<Duration> budget = {},
                                 Duration each = seconds(1)) {
  std::vector<Duration> spent;
  std::vector<std::uint64_t> result;
  std::uint64_t upcoming = next_look(spent, most, budget);
  while (upcoming > spent.size()) {
    spent.push_back(each);
    const bool is_look = std::find(kLooks.begin(), kLooks.end(), spent.size()) != kLooks.end();
    upcoming = next_look(spent, most, budget);
    if (is_look || upcoming == spent.size()) result.push_back(spent.size());
  }
  return result;
}

TEST(Schedule, LooksAfter5And10And20And40Passes) {
  EXPECT_THAT(looks(40), ElementsAre(5, 10, 20, 40));
}

TEST(Schedule, LooksAtTheEndWhereThereAreFewerPasses) {
  EXPECT_THAT(looks(10), ElementsAre(5, 10));
  EXPECT_THAT(looks(12), ElementsAre(5, 10, 12));
  EXPECT_THAT(looks(2), ElementsAre(2));
}

TEST(Schedule, NeverLooksMoreOftenThanThereAreParts) {
  for (std::uint64_t most = 1; most <= kMostAbPasses; ++most) {
    EXPECT_LE(looks(most).size(), kLooks.size()) << most;
    for (std::uint64_t budget = 1; budget <= 45; ++budget)
      EXPECT_LE(looks(most, seconds(budget)).size(), kLooks.size()) << most << " " << budget;
  }
}

TEST(Schedule, EndsAtALookWhenTheBudgetDoesNotReachTheNext) {
  EXPECT_THAT(looks(40, seconds(17)), ElementsAre(5, 10));
  EXPECT_THAT(looks(40, seconds(20)), ElementsAre(5, 10, 20));
}

TEST(Schedule, LooksAtWhatFitsWhenTheBudgetDoesNotReachTheFirstLook) {
  EXPECT_THAT(looks(40, seconds(3)), ElementsAre(3));
}

TEST(Schedule, MakesOnePassHoweverSmallTheBudget) {
  EXPECT_THAT(looks(40, std::chrono::milliseconds(1)), ElementsAre(1));
}

TEST(Schedule, ThrowsTheSameCoinsForTheSameSeedAndPass) {
  EXPECT_EQ(base_first(7, 3, 50), base_first(7, 3, 50));
}

TEST(Schedule, ThrowsOtherCoinsForAnotherSeedOrPass) {
  EXPECT_NE(base_first(7, 3, 50), base_first(8, 3, 50));
  EXPECT_NE(base_first(7, 3, 50), base_first(7, 4, 50));
  EXPECT_NE(base_first(1, 2, 50), base_first(2, 1, 50));
}

TEST(Schedule, LetsEachSideGoFirstAboutHalfOfTheTime) {
  std::ptrdiff_t first = 0;
  for (std::uint64_t pass = 1; pass <= 100; ++pass) {
    const std::vector<bool> coins = base_first(1, pass, 100);
    first += std::count(coins.begin(), coins.end(), true);
  }
  EXPECT_NEAR(static_cast<double>(first), 5000, 250);  // five standard deviations
}

diff::Comparison of(std::vector<diff::Verdict> verdicts) {
  diff::Comparison comparison;
  for (const diff::Verdict verdict : verdicts) comparison.rows.push_back({.verdict = verdict});
  return comparison;
}

TEST(Schedule, IsDecidedWhenNoRowWaitsForMorePasses) {
  EXPECT_TRUE(decided(
      of({diff::Verdict::kRegression, diff::Verdict::kEquivalent, diff::Verdict::kImprovement})));
  EXPECT_FALSE(decided(of({diff::Verdict::kRegression, diff::Verdict::kInconclusive})));
  EXPECT_FALSE(decided(of({diff::Verdict::kEquivalent, diff::Verdict::kNotValid})));
}

}  // namespace
}  // namespace gauntlet::orchestrator::ab
