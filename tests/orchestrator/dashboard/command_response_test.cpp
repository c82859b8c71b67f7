#include "orchestrator/dashboard/command_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

TEST(Problems, ArePlacedBySettingAndLine) {
  const std::vector<Problem> problems = problems_in(
      "orchestrator: 2 mistakes in m.yaml:\n"
      "  m.yaml: key 'operation': is missing\n"
      "  m.yaml:4: key 'volume': 'abc' is not a number\n");
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].setting, "operation");
  EXPECT_FALSE(problems[0].line);
  EXPECT_EQ(problems[1].setting, "volume");
  EXPECT_EQ(problems[1].line, 4);
  EXPECT_EQ(problems[1].message, "'abc' is not a number");
}

TEST(Problems, OfWhatIsSetBesideTheFileArePlacedToo) {
  const std::vector<Problem> problems =
      problems_in("orchestrator: --set: key 'volume': 'x' is not a number\n");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].setting, "volume");
}

TEST(Problems, WithoutAPlaceAreSentences) {
  const std::vector<Problem> problems = problems_in("orchestrator: no scenario is left\n");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].setting, "");
  EXPECT_EQ(problems[0].message, "no scenario is left");
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
