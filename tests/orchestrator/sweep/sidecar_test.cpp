#include "orchestrator/sweep/sidecar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/version.h"
#include "orchestrator/matrix/expand.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::MatchesRegex;

nlohmann::json read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file);
}

Plan example_plan() {
  const matrix::Matrix matrix = matrix::load_matrix(
      "name: n\nsettings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: "
      "1}\n",
      "f.yaml");
  return {.file = "f.yaml",
          .name = matrix.name,
          .scenarios = matrix::expand(matrix),
          .repeats = {.passes = 2}};
}

TEST(Sidecar, StandsBesideTheTableOfTheSameStem) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path() / "deep" / "results");
  EXPECT_THAT(sidecar.folder().filename().string(),
              MatchesRegex("orchestrator_results_[0-9]{8}_[0-9]{6}"));
  EXPECT_EQ(sidecar.table().string(), sidecar.folder().string() + ".csv");
  EXPECT_TRUE(std::filesystem::is_directory(sidecar.folder()));
}

TEST(Sidecar, SaysWhereTheReportOfARowStands) {
  EXPECT_EQ(Sidecar::report_file("results/t.csv", "thread-s1-get-1MB-c1", 2),
            "results/t/reports/thread-s1-get-1MB-c1.pass2.json");
}

TEST(Sidecar, KeepsTheSamplesOfConnectionsWhereThePlotsLookForThem) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  const matrix::Scenario scenario = example_plan().scenarios.at(0);
  const std::string file = sidecar.tcp_files(scenario, 2).of("server");
  EXPECT_EQ(file, Sidecar::tcp_file(sidecar.table(), scenario.id, 2, "server"));
  EXPECT_TRUE(std::filesystem::is_directory(std::filesystem::path(file).parent_path()));
}

TEST(Sidecar, KeepsNoSamplesOfAScenarioThatTakesNone) {
  const TemporaryFolder folder;
  const matrix::Matrix matrix = matrix::load_matrix(
      "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1, "
      "tcp: off}\n",
      "f.yaml");
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  EXPECT_EQ(sidecar.tcp_files(matrix::expand(matrix).at(0), 1).of("client"), "");
}

TEST(Sidecar, NeverSharesAFolder) {
  const TemporaryFolder folder;
  const Sidecar first = Sidecar::make_in(folder.path());
  const Sidecar second = Sidecar::make_in(folder.path());
  const Sidecar third = Sidecar::make_in(folder.path());
  EXPECT_NE(first.folder(), second.folder());
  EXPECT_NE(second.folder(), third.folder());
}

TEST(Sidecar, SaysWhenItCannotBeMade) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  EXPECT_THROW(Sidecar::make_in(folder.path() / "file"), Error);
}

TEST(Sidecar, KeepsTheScenariosWithTheirHash) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  const Plan plan = example_plan();
  sidecar.write_plan(plan);
  const auto json = read_json(sidecar.folder() / "scenarios.json");
  EXPECT_EQ(json.at("content_hash"), matrix::content_hash(plan.scenarios));
  EXPECT_EQ(json.at("name"), "n");
  EXPECT_EQ(json.at("passes"), "2");
  EXPECT_EQ(json.at("scenarios").at(0).at("id"), "thread-s1-get-1MB-c1");
  EXPECT_EQ(json.at("scenarios").at(0).at("settings").at("protocol"), "http");
}

TEST(Sidecar, KeepsTheEnvironmentOfTheSweep) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  sidecar.write_environment({.command_line = {"orchestrator", "run", "x\xFF"}, .started = "now"});
  const auto json = read_json(sidecar.folder() / "environment.json");
  EXPECT_EQ(json.at("command_line").at(1), "run");
  EXPECT_EQ(json.at("started"), "now");
  EXPECT_GT(json.at("host").at("cores"), 0);
  EXPECT_EQ(json.at("gauntlet").at("version"), kVersion);
}

TEST(Sidecar, KeepsThePathsToServersElsewhere) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  sidecar.write_environment(
      {.paths = {.paths = {{.address = "10.0.0.1", .reached = true}}, .notes = {"no path to b"}}});
  const auto json = read_json(sidecar.folder() / "environment.json");
  EXPECT_EQ(json.at("paths").at(0).at("address"), "10.0.0.1");
  EXPECT_EQ(json.at("paths_not_found").at(0), "no path to b");
}

TEST(Sidecar, IsFoundAgainByItsTable) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  sidecar.write_plan(example_plan());
  EXPECT_EQ(Sidecar::of(sidecar.table()).read_plan().repeats.passes, 2u);
}

TEST(Sidecar, IsMissedWhereThereIsNone) {
  const TemporaryFolder folder;
  for (const char* name : {"table.csv", "table", ""})
    EXPECT_THROW(Sidecar::of(folder.path() / name), Error) << name;
}

TEST(Sidecar, TakesTheNameThatItIsGiven) {
  const TemporaryFolder folder;
  const auto table = folder.path() / "new" / "whole.csv";
  EXPECT_EQ(Sidecar::make_for(table).table(), table);
  EXPECT_THROW(Sidecar::make_for(table), Error) << "it is taken now";
  EXPECT_THROW(Sidecar::make_for(folder.path() / "whole"), Error) << "it is no name of a table";
}

TEST(Sidecar, KeepsTheEnvironmentOfEveryTimeThatTheSweepRan) {
  const TemporaryFolder folder;
  const Sidecar first = Sidecar::make_in(folder.path());
  first.write_plan(example_plan());
  first.write_environment({.started = "one"});
  Sidecar::of(first.table()).write_environment({.started = "two"});
  EXPECT_EQ(read_json(first.folder() / "environment.json").at("started"), "one");
  EXPECT_EQ(read_json(first.folder() / "environment_2.json").at("started"), "two");
}

TEST(Sidecar, TakesOverWhatOthersKeep) {
  const TemporaryFolder folder;
  const matrix::Scenario scenario = example_plan().scenarios[0];
  const Sidecar whole = Sidecar::make_in(folder.path());
  for (const std::uint64_t pass : {1u, 2u}) {
    const Sidecar part = Sidecar::make_in(folder.path());
    part.write_environment({});
    part.write_report(scenario, pass, {});
    std::ofstream(part.logs(scenario, pass).server) << "why";
    whole.copy_from(part);
  }
  for (const char* name :
       {"environment.json", "environment_2.json", "reports/thread-s1-get-1MB-c1.pass1.json",
        "reports/thread-s1-get-1MB-c1.pass2.json", "logs/thread-s1-get-1MB-c1.pass2.server.log"})
    EXPECT_TRUE(std::filesystem::exists(whole.folder() / name)) << name;
}

TEST(Sidecar, ShortensIdsThatAreTooLongForAFileName) {
  const TemporaryFolder folder;
  const Sidecar sidecar = Sidecar::make_in(folder.path());
  const matrix::Scenario one{.id = std::string(400, 'a') + "1"};
  const matrix::Scenario other{.id = std::string(400, 'a') + "2"};
  const std::string name = std::filesystem::path(sidecar.logs(one, 1).server).filename().string();
  EXPECT_LE(name.size(), 255u);
  EXPECT_NE(sidecar.logs(one, 1).server, sidecar.logs(other, 1).server);
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
