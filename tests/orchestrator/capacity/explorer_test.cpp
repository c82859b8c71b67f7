#include "orchestrator/capacity/explorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>

#include "orchestrator/outputs/outputs.h"
#include "tests/orchestrator/process/signals.h"
#include "tests/orchestrator/run/fake_programs.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* kTwoSubjects =
    "matrix: {mode: [thread, process]}\n"
    "settings: {operation: upload, volume: 0.001, server_pool: 1, client_pool: 4}\n";

std::string value_after(const std::vector<std::string>& argv, const std::string& flag) {
  const auto found = std::find(argv.begin(), argv.end(), flag);
  return found == argv.end() ? "0" : *(found + 1);
}

// What is said for people.
struct Messages final : sweep::Output {
  void message(const std::string& line) override { lines.push_back(line); }
  std::vector<std::string> lines{};
};

// Explores with programs whose clients see a server that carries so many requests a second: 5 ms
// below that, 500 ms above.
class Exploration : public testing::Test {
 protected:
  ~Exploration() override { process::forget_signals(); }

  Exploration() {
    question_.slo = parse_slo("p99 < 100ms");
    question_.point_duration = 5s;
    question_.budget = 10min;
  }

  run::Script client(const std::vector<std::string>& argv) const {
    const double rate = std::stod(value_after(argv, "--rate"));
    const double seconds = to_seconds(*parse_duration(value_after(argv, "--duration")));
    contract::ClientReport report = run::report_line();
    report.latency = {};
    report.requests = static_cast<std::uint64_t>(rate * seconds);
    for (std::uint64_t i = 0; i < report.requests; ++i)
      report.latency.record(rate <= carried_ ? 5ms : 500ms);
    return {.lines = {run::says(report)}};
  }

  std::vector<Capacity> explore_all() {
    const process::Launcher launch = [this](const std::vector<std::string>& argv,
                                            const std::string& log, const process::Place&) {
      if (argv[0] == "client_pool") {
        if (++clients_ == interrupted_at_) ::raise(SIGTERM);
        programs_.clients = {client(argv)};
      }
      return programs_.launcher()(argv, log, {});
    };
    const auto subjects =
        subjects_of(matrix::load_matrix(kTwoSubjects, "m.yaml"), {}, question_.axis, 1);
    sweep::Plan plan;
    for (const Subject& subject : subjects) plan.scenarios.push_back(subject.scenario);
    sweep::Campaign campaign(plan, folder_.path() / "data", interrupt_, launch, {});
    campaign.begin(outputs::make_all({&side_}, outputs::ProgressStyle::kNone, {said_}));
    return explore(question_, subjects, side_, campaign);
  }

  std::vector<table::Row> rows() const { return table::read_table(side_.ledger.table.file()).rows; }

  TemporaryFolder folder_{};
  run::FakePrograms programs_{};
  process::Interrupt interrupt_{};
  sweep::Side side_{
      .programs = {"server_pool", "client_pool"},
      .ledger = sweep::new_ledger(sweep::Sidecar::make_for(folder_.path() / "capacity.csv"))};
  Question question_{};
  double carried_ = 300;
  int clients_ = 0;
  int interrupted_at_ = -1;
  std::shared_ptr<Messages> said_ = std::make_shared<Messages>();
};

TEST_F(Exploration, FindsTheCapacityOfEverySubject) {
  const auto capacities = explore_all();
  ASSERT_EQ(capacities.size(), 2u);
  for (const Capacity& capacity : capacities) {
    EXPECT_EQ(capacity.ending, Ending::kSlo);
    EXPECT_LE(*capacity.met, 300);
    EXPECT_GT(*capacity.missed, 300);
    EXPECT_LE(*capacity.missed - *capacity.met, 0.05 * *capacity.missed);
  }
  EXPECT_EQ(capacities[1].subject, "process-s1-upload-0.001MB-c4");
}

TEST_F(Exploration, WritesARowForEveryRunAndSaysIt) {
  const auto capacities = explore_all();
  const std::size_t runs = capacities[0].trials.size() + capacities[1].trials.size();
  const auto table = rows();
  ASSERT_EQ(table.size(), runs);
  EXPECT_EQ(said_->lines.size(), runs);
  EXPECT_EQ(table[0].scenario, "thread-s1-upload-0.001MB-c4-rate=100");
  EXPECT_EQ(table[0].pass, 1u);
  EXPECT_EQ(table[runs - 1].pass, 2u);
  EXPECT_EQ(table[runs - 1].position, capacities[1].trials.size());
  EXPECT_THAT(said_->lines[0], HasSubstr("1/2  thread-s1-upload-0.001MB-c4      100 requests/s"));
}

TEST_F(Exploration, RunsLongerWhereAPercentileNeedsMoreRequests) {
  carried_ = 20;
  const auto capacities = explore_all();
  EXPECT_EQ(capacities[0].ending, Ending::kSlo);
  EXPECT_LE(*capacities[0].met, 20);
  EXPECT_THAT(said_->lines,
              Contains(HasSubstr("again, for 9.00 s: p99_s is not shown: 250 requests")));
}

TEST_F(Exploration, EndsWhenItsTimeIsUp) {
  question_.budget = 0s;
  const auto capacities = explore_all();
  ASSERT_THAT(capacities, SizeIs(2));
  EXPECT_EQ(capacities[0].ending, Ending::kBudget);
  EXPECT_THAT(capacities[0].why, HasSubstr("raise --budget"));
  EXPECT_EQ(clients_, 0);
}

TEST_F(Exploration, SaysThatTheObjectiveCannotBeShown) {
  question_.slo = parse_slo("late_p99 < 1ms, rtt_mean < 1s");
  const auto capacities = explore_all();
  EXPECT_EQ(capacities[0].ending, Ending::kNotShown);
}

TEST_F(Exploration, StopsOnASignalAndKeepsTheRowsSoFar) {
  question_.search.most = 150;
  interrupted_at_ = 2;
  const auto capacities = explore_all();
  ASSERT_THAT(capacities, SizeIs(1));
  EXPECT_EQ(capacities[0].ending, Ending::kInterrupted);
  EXPECT_LE(rows().size(), 2u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
