#include "orchestrator/sweep/sweep.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/outputs/outputs.h"
#include "tests/orchestrator/process/signals.h"
#include "tests/orchestrator/run/fake_programs.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::sweep {
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
  ~Sweep() override { process::forget_signals(); }

  SweepResult run() {
    const process::Launcher launch = launcher_ ? launcher_ : programs_.launcher();
    Campaign campaign(plan_, folder_.path() / "data", interrupt_, launch, {});
    campaign.begin(outputs::make_all({&side_}, outputs::ProgressStyle::kNone, {}));
    return sweep(plan_, side_, campaign);
  }

  // As if the sweep had been killed: what was written stays, and a new one takes it up.
  SweepResult resume() {
    const fs::path table = side_.ledger.table.file();
    { const Ledger closed = std::move(side_.ledger); }
    side_.ledger = resume_ledger(table, plan_);
    return run();
  }

  // Ends the next sweep by a signal when so many more programs have been started.
  void interrupt_after(std::size_t programs) {
    launcher_ = [this, last = programs_.started.size() + programs](
                    const std::vector<std::string>& argv, const std::string& log,
                    const process::Place&) {
      if (programs_.started.size() + 1 == last) ::raise(SIGTERM);
      return programs_.launcher()(argv, log, {});
    };
  }

  std::vector<std::string> statuses() const {
    std::vector<std::string> result;
    for (const table::Row& row : rows())
      result.push_back(std::to_string(row.client_pool) + " " + row.status);
    return result;
  }

  std::vector<table::Row> rows() const { return table::read_table(side_.ledger.table.file()).rows; }

  // "pass/position clients" of every row.
  std::vector<std::string> turns() const {
    std::vector<std::string> result;
    for (const table::Row& row : rows())
      result.push_back(
          fmt::format("{}/{} {}", row.pass.value_or(0), row.position.value_or(0), row.client_pool));
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
  run::FakePrograms programs_{};
  process::Launcher launcher_{};  // instead of the programs' own
  process::Interrupt interrupt_{};
  Plan plan_{.scenarios = matrix::expand(matrix::load_matrix(kThreeScenarios, "test.yaml"))};
  Side side_{.programs = {"server_pool", "client_pool"},
             .ledger = begin_ledger(folder_.path(), plan_)};
};

TEST_F(Sweep, WritesARowForEveryScenarioInTheirOrder) {
  const SweepResult result = run();
  EXPECT_EQ(result.rows, 3u);
  EXPECT_EQ(result.failed, 0u);
  EXPECT_FALSE(result.interrupted);
  EXPECT_THAT(statuses(), ElementsAre("1 ok", "2 ok", "3 ok"));
}

TEST_F(Sweep, GoesOnAfterAScenarioThatFails) {
  programs_.servers = {run::good_server(), {.status = {.code = 3}}};
  const SweepResult result = run();
  EXPECT_EQ(result.failed, 1u);
  EXPECT_THAT(statuses(), ElementsAre("1 ok", "2 server_died", "3 ok"));
}

TEST_F(Sweep, HasWrittenEveryRowBeforeTheNextScenarioBegins) {
  std::vector<std::size_t> rows_at_start;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log,
                  const process::Place&) {
    if (argv[0] == "server_pool") rows_at_start.push_back(rows().size());
    return programs_.launcher()(argv, log, {});
  };
  run();
  EXPECT_THAT(rows_at_start, ElementsAre(0u, 1u, 2u));
}

TEST_F(Sweep, KeepsTheRowsSoFarWhenItIsInterrupted) {
  programs_.clients = {run::good_client(),
                       {.lines = {{process::Got::kInterrupted, ""}}, .runs_until_stopped = true}};
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

TEST_F(Sweep, RunsEveryScenarioOnceBeforeAnyRunsAgain) {
  plan_.repeats.passes = 2;
  EXPECT_EQ(run().passes, 2u);
  EXPECT_THAT(turns(), ElementsAre("1/1 1", "1/2 2", "1/3 3", "2/1 1", "2/2 2", "2/3 3"));
}

TEST_F(Sweep, RunsAShuffledPassInItsOrder) {
  plan_.repeats = {.passes = 3, .order = matrix::Order::kShuffled};
  run();
  std::vector<std::string> expected;
  for (std::uint64_t pass = 1; pass <= 3; ++pass)
    for (const Turn& turn : turns_of(plan_, pass))
      expected.push_back(fmt::format("{}/{} {}", pass, turn.position, turn.scenario + 1));
  EXPECT_EQ(turns(), expected);
}

TEST_F(Sweep, RunsOnlyItsShard) {
  plan_.shard = {1, 2};
  run();
  EXPECT_THAT(turns(), ElementsAre("1/1 1", "1/3 3"));
}

TEST_F(Sweep, StopsWhenTheNextPassWouldOvershootTheBudget) {
  plan_.budget = Duration(1);
  EXPECT_EQ(run().passes, 1u);
  EXPECT_EQ(rows().size(), 3u);
}

TEST_F(Sweep, GoesOnWithAsManyPassesAsTheBudgetHolds) {
  plan_.budget = std::chrono::hours(1);
  interrupt_after(2 * 3 * 5);  // a server and a client for each scenario of five passes
  const SweepResult result = run();
  EXPECT_TRUE(result.interrupted);
  EXPECT_GT(result.passes, 5u);
}

TEST_F(Sweep, GoesOnWhereItStopped) {
  plan_.repeats = {.passes = 2, .order = matrix::Order::kShuffled};
  std::vector<std::string> expected;
  for (std::uint64_t pass = 1; pass <= 2; ++pass)
    for (const Turn& turn : turns_of(plan_, pass))
      expected.push_back(fmt::format("{}/{} {}", pass, turn.position, turn.scenario + 1));
  for (std::size_t scenarios = 0; scenarios < 6; ++scenarios) {
    interrupt_after(2);
    scenarios == 0 ? run() : resume();
    process::forget_signals();
    EXPECT_EQ(rows().size(), scenarios + 1);
  }
  launcher_ = nullptr;
  const SweepResult result = resume();
  EXPECT_FALSE(result.interrupted);
  EXPECT_EQ(result.rows, 6u);
  EXPECT_EQ(turns(), expected);
}

TEST_F(Sweep, CountsTheFailuresOfBefore) {
  programs_.servers = {{.status = {.code = 3}}};
  interrupt_after(1);
  run();
  process::forget_signals();
  launcher_ = nullptr;
  const SweepResult result = resume();
  EXPECT_EQ(result.failed, 1u);
  EXPECT_EQ(result.rows, 3u);
}

TEST_F(Sweep, KeepsNoLogsOfAScenarioThatWasKilled) {
  std::ofstream(side_.ledger.sidecar.logs(plan_.scenarios[0], 1).server) << "of before\n";
  programs_.servers = {{.status = {.code = 3}, .log = "of now\n"}};
  run();
  std::ifstream log(side_.ledger.sidecar.logs(plan_.scenarios[0], 1).server);
  std::string line;
  std::getline(log, line);
  EXPECT_EQ(line, "of now");
}

TEST_F(Sweep, KeepsTheLogsOfFailedScenariosOnly) {
  programs_.servers = {run::good_server(), {.status = {.code = 3}, .log = "why\n"}};
  run();
  EXPECT_THAT(names_in(side_.ledger.sidecar.folder() / "logs"),
              ElementsAre("thread-s2-upload-0.001MB-c2.pass1.server.log"));
}

TEST_F(Sweep, KeepsTheReportOfEveryScenario) {
  run();
  EXPECT_THAT(names_in(side_.ledger.sidecar.folder() / "reports"),
              ElementsAre("thread-s2-upload-0.001MB-c1.pass1.json",
                          "thread-s2-upload-0.001MB-c2.pass1.json",
                          "thread-s2-upload-0.001MB-c3.pass1.json"));
  std::ifstream file(side_.ledger.sidecar.folder() / "reports" /
                     "thread-s2-upload-0.001MB-c1.pass1.json");
  const nlohmann::json report = nlohmann::json::parse(file);
  EXPECT_EQ(report.at("id"), "thread-s2-upload-0.001MB-c1");
  EXPECT_EQ(report.at("report").at("histograms").at("latency").at("count"), 4);
  EXPECT_EQ(report.at("stopped").at("workers").size(), 2u);
  EXPECT_EQ(report.at("settings").at("client_pool"), "1");
}

TEST_F(Sweep, RemovesUploadsAfterTheirScenario) {
  std::size_t left_over = 0;
  fs::path root;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log,
                  const process::Place&) {
    if (argv[0] == "server_pool") {
      root = *(std::find(argv.begin(), argv.end(), "--root") + 1);
      left_over += names_in(root).size();
    } else {
      std::ofstream(root / "upload_1_1.bin") << "content";
    }
    return programs_.launcher()(argv, log, {});
  };
  run();
  EXPECT_EQ(left_over, 0u);
}

TEST_F(Sweep, EndsWithTheNameOfTheFileWhenTheDiskIsFull) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::string sentence;
  launcher_ = [&](const std::vector<std::string>& argv, const std::string& log,
                  const process::Place&) {
    // From the second scenario on, no file grows beyond what the table has.
    const rlimit full{fs::file_size(side_.ledger.table.file()), before.rlim_max};
    if (programs_.started.size() >= 2) ::setrlimit(RLIMIT_FSIZE, &full);
    return programs_.launcher()(argv, log, {});
  };
  try {
    run();
  } catch (const Error& error) {
    sentence = error.what();
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_THAT(sentence, HasSubstr(side_.ledger.sidecar.folder().string()));
  EXPECT_THAT(statuses(), ElementsAre("1 ok"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
