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
  const std::vector<std::string> paths = scenario_files(folder.path());
  ASSERT_EQ(paths.size(), 2u);
  const std::vector<ScenarioFile> files{describe(paths[0]), describe(paths[1])};
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

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
