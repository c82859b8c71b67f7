#include "orchestrator/sweep/sidecar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "temporary_folder.h"

namespace gauntlet::orchestrator {
namespace {

using testing::MatchesRegex;

nlohmann::json read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file);
}

TEST(Sidecar, StandsBesideTheTableOfTheSameStem) {
  const TemporaryFolder folder;
  const Sidecar sidecar(folder.path() / "deep" / "results");
  EXPECT_THAT(sidecar.folder().filename().string(),
              MatchesRegex("orchestrator_results_[0-9]{8}_[0-9]{6}"));
  EXPECT_EQ(sidecar.table().string(), sidecar.folder().string() + ".csv");
  EXPECT_TRUE(std::filesystem::is_directory(sidecar.folder()));
}

TEST(Sidecar, NeverSharesAFolder) {
  const TemporaryFolder folder;
  const Sidecar first(folder.path());
  const Sidecar second(folder.path());
  const Sidecar third(folder.path());
  EXPECT_NE(first.folder(), second.folder());
  EXPECT_NE(second.folder(), third.folder());
}

TEST(Sidecar, SaysWhenItCannotBeMade) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  EXPECT_THROW(Sidecar(folder.path() / "file"), Error);
}

TEST(Sidecar, KeepsTheScenariosWithTheirHash) {
  const TemporaryFolder folder;
  const Sidecar sidecar(folder.path());
  const Matrix matrix = load_matrix(
      "name: n\nsettings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: "
      "1}\n",
      "f.yaml");
  const auto scenarios = expand(matrix);
  sidecar.write_scenarios(matrix, scenarios);
  const auto json = read_json(sidecar.folder() / "scenarios.json");
  EXPECT_EQ(json.at("content_hash"), content_hash(scenarios));
  EXPECT_EQ(json.at("name"), "n");
  EXPECT_EQ(json.at("scenarios").at(0).at("id"), "thread-s1-get-1MB-c1");
  EXPECT_EQ(json.at("scenarios").at(0).at("settings").at("protocol"), "http");
}

TEST(Sidecar, KeepsTheEnvironmentOfTheSweep) {
  const TemporaryFolder folder;
  const Sidecar sidecar(folder.path());
  sidecar.write_environment({.command_line = {"orchestrator", "run", "x\xFF"}, .started = "now"});
  const auto json = read_json(sidecar.folder() / "environment.json");
  EXPECT_EQ(json.at("command_line").at(1), "run");
  EXPECT_EQ(json.at("started"), "now");
  EXPECT_GT(json.at("host").at("cores"), 0);
  EXPECT_FALSE(json.at("gauntlet").at("version").empty());
}

TEST(Sidecar, ShortensIdsThatAreTooLongForAFileName) {
  const TemporaryFolder folder;
  const Sidecar sidecar(folder.path());
  const Scenario one{.id = std::string(400, 'a') + "1"};
  const Scenario other{.id = std::string(400, 'a') + "2"};
  const std::string name = std::filesystem::path(sidecar.logs(one).server).filename().string();
  EXPECT_LE(name.size(), 255u);
  EXPECT_NE(sidecar.logs(one).server, sidecar.logs(other).server);
}

}  // namespace
}  // namespace gauntlet::orchestrator
