#include "orchestrator/sweep/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>
#include <thread>
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
  bool follows_clients() const override { return follows; }
  void sample(const Run&, const metrics::Snapshot&) override { ++samples; }
  void live(const Run&, const contract::LiveLine& line) override {
    events.push_back("live " + std::to_string(line.active));
  }
  void paused(bool begins) override { events.emplace_back(begins ? "paused" : "continued"); }
  void row(const Run&, const table::Row& row, const run::Observed&) override {
    events.push_back("row of " + row.version);
  }
  void end(const Invocation& invocation) override {
    events.push_back("end: " + invocation.outcome);
    if (!problem.empty()) throw Error(problem, ExitCode::kUnable);
  }

  std::vector<std::string> events{};
  std::size_t samples = 0;
  bool follows = false;
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

TEST_F(CampaignOfOneRun, TellsHowTheClientsGetOnToWhoeverFollowsThem) {
  first_->follows = true;
  run::Script client = run::good_client();
  client.lines.push_front(run::says(contract::LiveLine{.active = 4}));
  programs_.clients = {client};
  EXPECT_TRUE(run_all());
  EXPECT_THAT(first_->events, testing::Contains("live 4"));
  EXPECT_THAT(programs_.started.back(), testing::Contains("--live"));
}

TEST_F(CampaignOfOneRun, AsksTheClientsForNoMoreThanTheirReportWhereNobodyFollowsThem) {
  run_all();
  EXPECT_THAT(programs_.started.back(), testing::Not(testing::Contains("--live")));
}

TEST_F(CampaignOfOneRun, PausesBeforeARunUntilItIsToGoOn) {
  const process::Pause blocks_the_signals;
  ::raise(SIGUSR1);
  std::thread other([pid = ::getpid()] { ::kill(pid, SIGUSR2); });
  EXPECT_TRUE(run_all());
  other.join();
  EXPECT_THAT(first_->events, testing::Contains("row of 7"));
}

TEST_F(CampaignOfOneRun, TellsOfAPauseThatAStopEnds) {
  const process::Pause blocks_the_signals;
  ::raise(SIGUSR1);
  ::raise(SIGINT);
  run_all();
  EXPECT_THAT(first_->events, testing::ElementsAre("begin", "paused", "continued", "end: ok"));
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
