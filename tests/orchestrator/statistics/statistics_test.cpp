// The statistics against values that others computed: data/expected.txt, made by data/expected.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "orchestrator/statistics/distributions.h"
#include "orchestrator/statistics/families.h"
#include "orchestrator/statistics/planning.h"
#include "orchestrator/statistics/ranks.h"
#include "orchestrator/statistics/squeeze.h"

namespace gauntlet::orchestrator::statistics {
namespace {

using Numbers = std::vector<double>;
using Case = std::vector<Numbers>;

std::vector<Case> cases(const std::string& name) {
  std::ifstream file(GAUNTLET_SOURCE_DIR "/tests/orchestrator/diff/data/expected.txt");
  std::vector<Case> found;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(name + " |", 0) != 0) continue;
    found.emplace_back();
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (word == "|")
        found.back().emplace_back();
      else if (word != name)
        found.back().back().push_back(std::strtod(word.c_str(), nullptr));
    }
  }
  return found;
}

TEST(Ranks, OfTwoSamplesAgreeWithSciPy) {
  const auto all = cases("mann_whitney");
  ASSERT_EQ(all.size(), 36u);
  for (const Case& c : all)
    EXPECT_NEAR(mann_whitney_p(c[0], c[1]), c[2][0], 1e-6) << c[0].size() << "+" << c[1].size();
}

TEST(Ranks, OfTwoSamplesDoNotCareWhichIsFirst) {
  for (const Case& c : cases("mann_whitney"))
    EXPECT_DOUBLE_EQ(mann_whitney_p(c[0], c[1]), mann_whitney_p(c[1], c[0]));
}

TEST(Ranks, OfEqualSamplesSayNothing) { EXPECT_EQ(mann_whitney_p({1, 1, 1}, {1, 1}), 1); }

TEST(Ranks, OfDifferencesAgreeWithSciPy) {
  const auto all = cases("wilcoxon");
  ASSERT_EQ(all.size(), 50u);
  for (const Case& c : all) EXPECT_NEAR(wilcoxon_p(c[0]), c[1][0], 1e-6) << c[0].size();
}

TEST(Ranks, OfNoDifferencesSayNothing) { EXPECT_EQ(wilcoxon_p({0, 0}), 1); }

TEST(Distributions, AgreeWithSciPy) {
  const auto all = cases("t");
  ASSERT_EQ(all.size(), 30u);
  for (const Case& c : all) {
    EXPECT_NEAR(t_quantile(c[0][1], c[0][0]), c[1][0], 1e-9 * (1 + std::abs(c[1][0])));
    EXPECT_NEAR(t_upper(c[1][0], c[0][0]), c[1][1], 1e-9);
  }
}

std::vector<Variance> variances(const Case& c) {
  std::vector<Variance> rows;
  for (std::size_t i = 0; i < c[0].size(); ++i) rows.push_back({c[0][i], c[1][i]});
  return rows;
}

TEST(Squeeze, FindsTheCommonVarianceAsLimmaDoes) {
  const auto all = cases("squeeze");
  ASSERT_EQ(all.size(), 17u);
  for (const Case& c : all) {
    const Variance common = common_variance(variances(c));
    EXPECT_NEAR(common.value, c[2][0], 1e-7 * c[2][0]);
    if (std::isinf(c[2][1]))
      EXPECT_TRUE(std::isinf(common.degrees));
    else
      EXPECT_NEAR(common.degrees, c[2][1], 1e-6 * c[2][1]);
  }
}

TEST(Squeeze, DrawsRowsTowardsItAsLimmaDoes) {
  for (const Case& c : cases("squeeze")) {
    const auto rows = variances(c);
    const Variance common = common_variance(rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
      EXPECT_NEAR(squeezed(rows[i], common).value, c[3][i], 1e-6 * c[3][i]);
  }
}

TEST(Squeeze, LearnsNothingFromTwoRows) {
  const Variance common = common_variance({{1, 8}, {2, 8}});
  EXPECT_EQ(common.degrees, 0);
  EXPECT_EQ(squeezed({3, 8}, common).value, 3);
}

TEST(Squeeze, GivesARowOfWhichNothingIsKnownTheCommonVariance) {
  EXPECT_DOUBLE_EQ(squeezed({0, 0}, {4, 5}).value, 4);
  EXPECT_DOUBLE_EQ(squeezed({0, 0}, {4, 5}).degrees, 5);
}

TEST(Families, OfBenjaminiAndHochbergAreStepUp) {
  EXPECT_THAT(benjamini_hochberg({0.01, 0.04, 0.03, 0.5}),
              testing::Pointwise(testing::DoubleNear(1e-12),
                                 Numbers{0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5}));
}

TEST(Families, OfHolmAreStepDown) {
  EXPECT_THAT(holm({0.01, 0.04, 0.03, 0.5}),
              testing::Pointwise(testing::DoubleNear(1e-12), Numbers{0.04, 0.09, 0.09, 0.5}));
}

TEST(Families, AreNeverMoreThanOne) {
  EXPECT_THAT(holm({0.9, 0.9}), testing::ElementsAre(1, 1));
  EXPECT_THAT(benjamini_hochberg({1, 1}), testing::ElementsAre(1, 1));
}

TEST(Planning, NeedsMorePassesTheMoreARowScatters) {
  const Hurdle hurdle{0.03, 162, 0.05};
  EXPECT_EQ(passes_needed(std::log1p(0.03 * 0.03), 0.10, hurdle), 9u);
  EXPECT_EQ(passes_needed(std::log1p(0.05 * 0.05), 0.10, hurdle), 25u);
  EXPECT_EQ(passes_needed(std::log1p(0.10 * 0.10), 0.10, hurdle), 100u);
}

TEST(Planning, KnowsThatNoNumberOfPassesFindsWhatDoesNotCount) {
  EXPECT_EQ(passes_needed(0.001, 0.05, {0.03, 162, 0.05}), 0u);
}

TEST(Planning, TellsTheEffectThatIsFoundFourTimesInFive) {
  const double error = 0.03 * std::sqrt(0.2);
  EXPECT_NEAR(detectable_effect(error, {0.03, 162, 0.05}), 1.05 * std::exp(2.49 * error) - 1,
              1e-12);
  EXPECT_NEAR(detectable_effect(0.1, {0.03, 162, 0.05}),
              std::expm1((normal_quantile(1 - 0.03 / 324) + 0.84) * 0.1), 1e-12);
}

}  // namespace
}  // namespace gauntlet::orchestrator::statistics
