#include "orchestrator/dashboard/scenario_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::HasSubstr;

TEST(ScenarioFiles, AreListedWithTheirNameAndFirstComment) {
  const TemporaryFolder folder;
  std::ofstream(folder / "b.yaml") << "# One line,\n# and another.\nname: mine\nsettings: {mode: "
                                      "thread, operation: get, volume: 1, server_pool: 1, "
                                      "client_pool: 1}\n";
  std::ofstream(folder / "a.yaml") << "matrix: [\n";
  std::ofstream(folder / "c.txt") << "";
  const std::vector<ScenarioFile> files = scenario_files(folder.path());
  ASSERT_EQ(files.size(), 2u);
  EXPECT_THAT(files[0].problem, HasSubstr("a.yaml"));
  EXPECT_EQ(files[0].name, "a");
  EXPECT_EQ(files[1].name, "mine");
  EXPECT_EQ(files[1].text, "One line, and another.");
  EXPECT_EQ(files[1].problem, "");
}

TEST(ScenarioFiles, SaysOfEachSettingWhatItTakes) {
  const auto all = settings_json();
  const auto& first = all.at("settings").at(0);
  for (const char* key : {"name", "kind", "choices", "default", "values", "meaning"})
    EXPECT_TRUE(first.contains(key)) << key;
  EXPECT_FALSE(all.at("sweep").empty());
}

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
