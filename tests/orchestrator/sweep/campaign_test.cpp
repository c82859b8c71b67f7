#include "orchestrator/sweep/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "tests/orchestrator/process/signals.h"
#include "tests/orchestrator/run/fake_programs.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::sweep {
namespace {

// Writes down what it is told; samples apart, since they come from another thread.
struct Told final : Output {
  void begin(const Plan&, const Invocation&) override { events.emplace_back("begin"); }
  void started(const Run& run) override { events.push_back("started on " + run.side); }
  void sample(const Run&, const metrics::Snapshot&) override { ++samples; }
  void row(const Run&, const table::Row& row, const run::Observed&) override {
    events.push_back("row of " + row.version);
  }
  void end(const Invocation& invocation) override {
    events.push_back("end: " + invocation.outcome);
    if (!problem.empty()) throw Error(problem, ExitCode::kUnable);
  }

  std::vector<std::string> events{};
  std::size_t samples = 0;
  std::string problem{};  // with which it ends
};

class CampaignOfOneRun : public testing::Test {
 protected:
  ~CampaignOfOneRun() override { process::forget_signals(); }

  // Runs the scenario; whether all outputs took the end.
  bool run_all() {
    Campaign campaign(plan_, folder_.path() / "data", interrupt_, programs_.launcher(), {});
    const Side side{.name = "base",
                    .programs = {"server_pool", "client_pool"},
                    .version = "7",
                    .ledger = begin_ledger(folder_.path(), plan_)};
    campaign.begin({first_, second_});
    campaign.run(side, plan_.scenarios[0], {}, 1);
    return campaign.end("ok");
  }

  TemporaryFolder folder_{};
  run::FakePrograms programs_{};
  process::Interrupt interrupt_{};
  Plan plan_{.scenarios = matrix::expand(matrix::load_matrix(
                 "settings: {mode: thread, operation: upload, volume: 0.001, server_pool: 1, "
                 "client_pool: 1}\n",
                 "test.yaml"))};
  std::shared_ptr<Told> first_ = std::make_shared<Told>();
  std::shared_ptr<Told> second_ = std::make_shared<Told>();
};

TEST_F(CampaignOfOneRun, TellsEveryOutputWhatHappens) {
  EXPECT_TRUE(run_all());
  for (const auto& output : {first_, second_}) {
    EXPECT_THAT(output->events,
                testing::ElementsAre("begin", "started on base", "row of 7", "end: ok"));
    EXPECT_GE(output->samples, 2u) << "one at either end";
  }
}

TEST_F(CampaignOfOneRun, TellsTheEndToAllWhenOneCannotTakeIt) {
  first_->problem = "the disk is full";
  testing::internal::CaptureStderr();
  EXPECT_FALSE(run_all());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "orchestrator: the disk is full\n");
  EXPECT_EQ(second_->events.back(), "end: ok");
}

TEST_F(CampaignOfOneRun, HasNoRowWhenItIsInterrupted) {
  programs_.clients = {{.lines = {{process::Got::kInterrupted, ""}}, .runs_until_stopped = true}};
  run_all();
  EXPECT_THAT(first_->events, testing::ElementsAre("begin", "started on base", "end: ok"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
