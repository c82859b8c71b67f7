// A seeded part of the simulations: few trials of every figure. scripts/simulate runs them whole.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/orchestrator/diff/figures_to_reach.h"

namespace gauntlet::orchestrator::diff {
namespace {

// Three standard deviations of a share of trials.
double leeway(double rate, double trials) { return 3 * std::sqrt(rate * (1 - rate) / trials); }

TEST(Simulation, FalseAlarmsAreRareInAllKindsOfNoise) {
  constexpr std::size_t kTrials = 6;
  double alarms = 0;
  double trials = 0;
  for (const Figure& figure : false_alarms()) {
    if (figure.name.find("four looks") != std::string::npos) continue;
    alarms += rate(kTrials, figure.seed, figure.question) * kTrials;
    trials += kTrials;
  }
  EXPECT_LE(alarms / trials, 0.05 + leeway(0.05, trials));
}

TEST(Simulation, SlowRowsAndSlicesAreFoundAsOftenAsPromised) {
  constexpr std::size_t kTrials = 15;
  for (const Figure& figure : discoveries())
    EXPECT_GE(rate(kTrials, figure.seed, figure.question),
              figure.rate - leeway(figure.rate, kTrials))
        << figure.name;
}

TEST(Simulation, IsTheSameEveryTime) {
  Chance a(5);
  Chance b(5);
  const auto first = draw_pair({}, a);
  const auto second = draw_pair({}, b);
  EXPECT_EQ(first[100].fresh[3].slowness, second[100].fresh[3].slowness);
  EXPECT_EQ(first.size(), 162u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
