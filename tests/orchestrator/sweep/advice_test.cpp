#include "orchestrator/sweep/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/matrix/expand.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::StartsWith;

std::vector<matrix::Scenario> scenarios(const std::string& congestion,
                                        const std::string& link = "none") {
  return matrix::expand(
      matrix::load_matrix("settings: {mode: thread, operation: list, volume: 1, client_pool: 1}\n"
                          "matrix: {server_pool: [1, 2], congestion: " +
                              congestion + "}\ninclude: [{link: " + link + "}]\n",
                          "test.yaml"));
}

TEST(PacingAdvice, CountsTheScenariosThatChooseBbr) {
  EXPECT_THAT(pacing_advice(scenarios("[cubic, bbr]"), "cubic"),
              StartsWith("hint: 2 of 4 scenarios are run with congestion control bbr"));
}

TEST(PacingAdvice, CountsTheScenariosThatGetBbrFromTheSystem) {
  EXPECT_THAT(pacing_advice(scenarios("[cubic, system, reno]"), "bbr"),
              StartsWith("hint: 2 of 6 scenarios are run with congestion control bbr"));
}

TEST(PacingAdvice, HasNothingToSayOfOtherCongestionControls) {
  EXPECT_EQ(pacing_advice(scenarios("[cubic, reno, system]"), "cubic"), "");
  EXPECT_EQ(pacing_advice(scenarios("[cubic, reno]"), "bbr"), "");
}

TEST(PacingAdvice, HasNothingToSayOfALink) {
  EXPECT_EQ(pacing_advice(scenarios("[bbr]", "{delay: 1ms}"), "cubic"), "");
}

TEST(PacingAdvice, HasNothingToSayWhereTheSystemsIsNotKnown) {
  EXPECT_EQ(pacing_advice(scenarios("[system]"), ""), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
