#include "orchestrator/ab/live_comparison.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "orchestrator/ab/schedule.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/outputs/outputs.h"
#include "tests/orchestrator/diff/simulation.h"
#include "tests/orchestrator/process/signals.h"
#include "tests/orchestrator/run/fake_programs.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::ab {
namespace {

using testing::Each;
using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* kTwelveScenarios =
    "matrix: {mode: [thread, process], client_pool: [1, 2, 3, 4, 5, 6]}\n"
    "settings: {operation: get, volume: 0.001, server_pool: 1}\n";

// Two builds that follow scripts: each answers as fast as the test says, but for chance.
class LiveComparisons : public testing::Test {
 protected:
  ~LiveComparisons() override { process::forget_signals(); }

  std::optional<diff::Comparison> run() {
    const process::Launcher launch = [this](const std::vector<std::string>& argv,
                                            const std::string& log,
                                            const process::Place&) { return start(argv, log); };
    const Trial trial = make_trial(plan_, fresh_plan());
    sweep::Campaign campaign(trial.plan, folder_.path() / "data", interrupt_, launch, {});
    campaign.prepare(trial.fresh);
    campaign.begin(
        outputs::make_all({&sides_.base, &sides_.fresh}, outputs::ProgressStyle::kNone, {}));
    return compare_live(trial, {}, sides_, campaign);
  }

  sweep::Plan fresh_plan() const {
    sweep::Plan plan = plan_;
    plan.scenarios = expand_with(fresh_set_);
    return plan;
  }

  static std::vector<matrix::Scenario> expand_with(const std::vector<std::string>& set) {
    return matrix::expand(matrix::load_matrix(kTwelveScenarios, "test.yaml"), {.set = set});
  }

  // The folder of a program is its side.
  std::unique_ptr<process::Process> start(const std::vector<std::string>& argv,
                                          const std::string& log) {
    const fs::path program = argv[0];
    const std::string side = program.parent_path().string();
    if (program.filename() == "server_pool") {
      order_.push_back(side);
      if (order_.size() == interrupted_at_) ::raise(SIGTERM);
      if (side == "new" && !starts_) programs_.servers = {{.log = "no such flag"}};
    } else {
      programs_.clients = {{.lines = {run::says(report(side == "new" ? slowness_ : 1.0))}}};
    }
    std::vector<std::string> known = argv;
    known[0] = program.filename().string();
    return programs_.launcher()(known, log, {});
  }

  contract::ClientReport report(double slowness) {
    contract::ClientReport report = run::report_line();
    report.duration_s = 0.5 * slowness * std::exp(cv_ * chance_.normal());
    return report;
  }

  std::vector<table::Row> rows(const sweep::Side& side) const {
    return table::read_table(side.ledger.table.file()).rows;
  }

  std::uint64_t passes() const { return rows(sides_.base).back().pass.value_or(0); }

  TemporaryFolder folder_{};
  run::FakePrograms programs_{};
  process::Interrupt interrupt_{};
  diff::Chance chance_{1};
  double cv_ = 0.01;
  double slowness_ = 1;  // of the new build
  std::size_t interrupted_at_ = 0;
  std::vector<std::string> order_{};  // sides, as their servers were started
  std::vector<std::string> fresh_set_{};
  bool starts_ = true;  // the server of the new build
  sweep::Plan plan_{.scenarios = expand_with({}), .repeats = {.passes = kMostAbPasses}};
  Build base_{.name = "base", .version = "1", .programs = {"base/server_pool", "base/client_pool"}};
  Build fresh_{.name = "new", .version = "2", .programs = {"new/server_pool", "new/client_pool"}};
  Sides sides_ = make_sides(folder_.path() / "results", base_, fresh_);
};

TEST_F(LiveComparisons, EndAtTheFirstLookWhenAllIsClear) {
  const auto verdict = run();
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->exit_code, ExitCode::kOk);
  EXPECT_EQ(passes(), 5u);
}

TEST_F(LiveComparisons, FindARegression) {
  slowness_ = 1.2;
  const auto verdict = run();
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->exit_code, ExitCode::kFailed);
  EXPECT_EQ(verdict->counts.at(diff::Verdict::kRegression), 12u);
  EXPECT_EQ(passes(), 5u);
}

TEST_F(LiveComparisons, GoOnToTheNextLookWhileRowsAreOpen) {
  cv_ = 0.06;
  run();
  EXPECT_THAT((std::set<std::uint64_t>{10, 20, 40}), testing::Contains(passes()));
}

TEST_F(LiveComparisons, EndWhenThePassesAreSpent) {
  cv_ = 0.5;
  plan_.repeats.passes = 7;
  const auto verdict = run();
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->exit_code, ExitCode::kUnable);
  EXPECT_EQ(passes(), 7u);
}

TEST_F(LiveComparisons, MakeOnePassOnASpentBudget) {
  plan_.budget = std::chrono::nanoseconds(1);
  EXPECT_TRUE(run());
  EXPECT_EQ(passes(), 1u);
}

TEST_F(LiveComparisons, TakeAQuarterOfTheLevelsAtEachLook) {
  plan_.repeats.passes = 1;
  const auto verdict = run();
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->options.paired);
  EXPECT_EQ(verdict->options.share_of_levels, 0.25);
}

TEST_F(LiveComparisons, RunBothSidesOfAScenarioBackToBackInTheOrderOfTheCoins) {
  plan_.repeats.passes = 2;
  run();
  std::vector<std::string> expected;
  for (const std::uint64_t pass : {1u, 2u})
    for (const bool base : base_first(1, pass, plan_.scenarios.size())) {
      expected.emplace_back(base ? "base" : "new");
      expected.emplace_back(base ? "new" : "base");
    }
  EXPECT_EQ(order_, expected);
}

TEST_F(LiveComparisons, GiveAllRowsTheSameId) {
  plan_.repeats.passes = 1;
  run();
  std::set<std::string> ids;
  for (const sweep::Side* side : {&sides_.base, &sides_.fresh})
    for (const table::Row& row : rows(*side)) ids.insert(row.ab);
  EXPECT_EQ(ids, std::set<std::string>{sides_.base.comparison_id});
}

TEST_F(LiveComparisons, GiveRowsTheVersionOfTheirSide) {
  plan_.repeats.passes = 1;
  run();
  for (const table::Row& row : rows(sides_.base)) EXPECT_EQ(row.version, "1");
  for (const table::Row& row : rows(sides_.fresh)) EXPECT_EQ(row.version, "2");
}

TEST_F(LiveComparisons, HaveTablesOfTheirOwn) {
  const Sides others = make_sides(folder_.path() / "results", base_, fresh_);
  EXPECT_NE(others.base.comparison_id, sides_.base.comparison_id);
  EXPECT_THAT(others.base.ledger.table.file().string(),
              HasSubstr(others.base.comparison_id + "_base.csv"));
  EXPECT_THAT(others.fresh.ledger.table.file().string(),
              HasSubstr(others.base.comparison_id + "_new.csv"));
}

TEST_F(LiveComparisons, EndWithoutAVerdictWhenAServerNeverStarts) {
  starts_ = false;
  try {
    run();
    FAIL() << "judged";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("--new: its server came up in no scenario: "));
  }
  EXPECT_EQ(passes(), 1u);
}

TEST_F(LiveComparisons, PutASettingOnTrial) {
  slowness_ = 1.2;
  fresh_set_ = {"slots=4", "operation=get"};
  const auto verdict = run();
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->counts.at(diff::Verdict::kRegression), 12u);
  EXPECT_THAT(verdict->notes, testing::Contains("slots: '0' is the base, '4' is new"));
  for (const table::Row& row : rows(sides_.fresh))
    EXPECT_THAT(row.settings, testing::Contains(std::pair<std::string, std::string>("slots", "4")));
}

TEST_F(LiveComparisons, RefuseSidesThatDoNotBelongTogether) {
  const auto refusal = [this](std::vector<std::string> set) -> std::string {
    fresh_set_ = std::move(set);
    try {
      make_trial(plan_, fresh_plan());
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal({"mode=thread"}), HasSubstr("12 scenarios of the base and 6 of the new"));
  EXPECT_THAT(refusal({"operation=list,volume=1"}), HasSubstr("the same operations"));
  EXPECT_EQ(refusal({"volume=1"}), "");
}

TEST_F(LiveComparisons, HaveNoVerdictWhenTheyAreInterrupted) {
  interrupted_at_ = 4;
  EXPECT_FALSE(run());
}

TEST_F(LiveComparisons, KeepTheRowsSoFarWhenTheyAreInterrupted) {
  interrupted_at_ = 2 * plan_.scenarios.size() + 2;
  run();
  EXPECT_GE(rows(sides_.base).size(), plan_.scenarios.size());
  EXPECT_GE(rows(sides_.fresh).size(), plan_.scenarios.size());
}

}  // namespace
}  // namespace gauntlet::orchestrator::ab
