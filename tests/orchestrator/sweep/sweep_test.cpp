#include "orchestrator/sweep/sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "fake_programs.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "signals.h"
#include "temporary_folder.h"

namespace gauntlet::orchestrator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* kThreeScenarios =
    "matrix: {client_pool: [1, 2, 3]}\n"
    "settings: {mode: thread, operation: upload, volume: 0.001, server_pool: 2}\n";

// Sweeps three scenarios with scripted programs into a folder of the test.
class Sweep : public testing::Test {
 protected:
  ~Sweep() override { forget_signals(); }

  SweepResult run() {
    const Launcher launch = launcher_ ? launcher_ : programs_.launcher();
    Progress progress(stderr, ProgressStyle::kNone, scenarios_);
    TableWriter table(sidecar_.table(), setting_columns());
    return sweep(scenarios_, {names_, files_, sidecar_, interrupt_, launch}, table, progress);
  }

  std::vector<std::string> statuses() const {
    std::vector<std::string> result;
    for (const Row& row : read_table(sidecar_.table()).rows)
      result.push_back(std::to_string(row.client_pool) + " " + row.status);
    return result;
  }

  std::vector<std::string> names_in(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_{};
  Programs names_{"server_pool", "client_pool"};
  FakePrograms programs_{};
  Launcher launcher_{};  // instead of the programs' own
  Interrupt interrupt_{};
  std::vector<Scenario> scenarios_ = expand(load_matrix(kThreeScenarios, "test.yaml"));
  Sidecar sidecar_{folder_.path()};
  TestFiles files_{folder_.path(), scenarios_, interrupt_};
};

TEST_F(Sweep, WritesARowForEveryScenarioInTheirOrder) {
  const SweepResult result = run();
  EXPECT_EQ(result.rows, 3u);
  EXPECT_EQ(result.failed, 0u);
  EXPECT_FALSE(result.interrupted);
  EXPECT_THAT(statuses(), ElementsAre("1 ok", "2 ok", "3 ok"));
}

TEST_F(Sweep, GoesOnAfterAScenarioThatFails) {
  programs_.servers = {good_server(), {.status = {.code = 3}}};
  const SweepResult result = run();
  EXPECT_EQ(result.failed, 1u);
  EXPECT_THAT(statuses(), ElementsAre("1 ok", "2 server_died", "3 ok"));
}

TEST_F(Sweep, HasWrittenEveryRowBeforeTheNextScenarioBegins) {
  std::vector<std::size_t> rows_at_start;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log) {
    if (argv[0] == "server_pool") rows_at_start.push_back(read_table(sidecar_.table()).rows.size());
    return programs_.launcher()(argv, log);
  };
  run();
  EXPECT_THAT(rows_at_start, ElementsAre(0u, 1u, 2u));
}

TEST_F(Sweep, KeepsTheRowsSoFarWhenItIsInterrupted) {
  programs_.clients = {good_client(),
                       {.lines = {{Got::kInterrupted, ""}}, .runs_until_stopped = true}};
  const SweepResult result = run();
  EXPECT_TRUE(result.interrupted);
  EXPECT_EQ(result.rows, 1u);
  EXPECT_THAT(statuses(), ElementsAre("1 ok"));
  EXPECT_EQ(programs_.started.size(), 4u) << "the third scenario is not begun";
}

TEST_F(Sweep, BeginsNoScenarioAfterASignal) {
  ::raise(SIGTERM);
  const SweepResult result = run();
  EXPECT_TRUE(result.interrupted);
  EXPECT_EQ(result.rows, 0u);
  EXPECT_TRUE(programs_.started.empty());
}

TEST_F(Sweep, KeepsTheLogsOfFailedScenariosOnly) {
  programs_.servers = {good_server(), {.status = {.code = 3}, .log = "why\n"}};
  run();
  EXPECT_THAT(names_in(sidecar_.folder() / "logs"),
              ElementsAre("thread-s2-upload-0.001MB-c2.server.log"));
}

TEST_F(Sweep, KeepsTheReportOfEveryScenario) {
  run();
  EXPECT_THAT(names_in(sidecar_.folder() / "reports"),
              ElementsAre("thread-s2-upload-0.001MB-c1.json", "thread-s2-upload-0.001MB-c2.json",
                          "thread-s2-upload-0.001MB-c3.json"));
  std::ifstream file(sidecar_.folder() / "reports" / "thread-s2-upload-0.001MB-c1.json");
  const nlohmann::json report = nlohmann::json::parse(file);
  EXPECT_EQ(report.at("id"), "thread-s2-upload-0.001MB-c1");
  EXPECT_EQ(report.at("report").at("histograms").at("latency").at("count"), 4);
  EXPECT_EQ(report.at("stopped").at("workers").size(), 2u);
  EXPECT_EQ(report.at("settings").at("client_pool"), "1");
}

TEST_F(Sweep, RemovesUploadsAfterTheirScenario) {
  std::size_t left_over = 0;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log) {
    const fs::path root = files_.root(scenarios_[0]);
    if (argv[0] == "server_pool")
      left_over += names_in(root).size();
    else
      std::ofstream(root / "upload_1_1.bin") << "content";
    return programs_.launcher()(argv, log);
  };
  run();
  EXPECT_EQ(left_over, 0u);
  EXPECT_TRUE(names_in(files_.root(scenarios_[0])).empty());
}

TEST_F(Sweep, EndsWithTheNameOfTheFileWhenTheDiskIsFull) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::string sentence;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log) {
    // From the second scenario on, no file grows beyond what the table has.
    const rlimit full{fs::file_size(sidecar_.table()), before.rlim_max};
    if (programs_.started.size() >= 2) ::setrlimit(RLIMIT_FSIZE, &full);
    return programs_.launcher()(argv, log);
  };
  try {
    run();
  } catch (const Error& error) {
    sentence = error.what();
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_THAT(sentence, HasSubstr(sidecar_.table().string()));
  EXPECT_THAT(statuses(), ElementsAre("1 ok"));
}

}  // namespace
}  // namespace gauntlet::orchestrator
