// What becomes of a sweep whose messages or output nobody takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr const char* kTwoShort =
    "matrix: {client_pool: [1, 2]}\n"
    "settings: {mode: thread, operation: get, volume: 0.01, server_pool: 1}\n";

class OrchestratorOutput : public Orchestrator {
 protected:
  // Runs a shell command in which $0 and what follows are the orchestrator and a sweep.
  Ended sweep(const std::string& command, const std::string& programs = kPrograms) const {
    process::Child child({.argv = {"bash", "-c", command, std::string(kPrograms) + "/orchestrator",
                                   "run", write("m.yaml", kTwoShort).string(), "--results",
                                   results().string(), "--programs", programs, "--no-plots"}});
    return finish(child);
  }

  void expect_whole_sweep() const {
    EXPECT_THAT(rows(), SizeIs(2));
    EXPECT_THAT(rows(), Each(testing::Field(&table::Row::status, "ok")));
    for (const auto& entry : fs::directory_iterator(results()))
      EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("gauntlet_data_")));
  }
};

TEST_F(OrchestratorOutput, NeedsNoStderr) {
  EXPECT_EQ(sweep("exec \"$0\" \"$@\" 2> /dev/full").code, 0);
  expect_whole_sweep();
}

TEST_F(OrchestratorOutput, NeedsNoOpenDescriptors) {
  EXPECT_EQ(sweep("exec \"$0\" \"$@\" <&- 2>&-").code, 0);
  expect_whole_sweep();
}

TEST_F(OrchestratorOutput, FinishesTheSweepWhenItsSummaryIsLost) {
  const Ended ended = sweep("exec \"$0\" \"$@\" 2>&1 > /dev/full");
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, HasSubstr("orchestrator: cannot write to stdout: No space left"));
  expect_whole_sweep();
}

TEST_F(OrchestratorOutput, HidesNoFailedScenarioBehindALostSummary) {
  for (const char* name : {"server_pool", "client_pool"})
    fs::permissions(write(name, "#!/bin/sh\nexit 3\n"), fs::perms::owner_all);
  EXPECT_EQ(sweep("exec \"$0\" \"$@\" > /dev/full", folder_.path().string()).code, 1);
  EXPECT_THAT(rows(), SizeIs(2));
}

TEST_F(OrchestratorOutput, LeavesNothingBehindWhenTheReaderOfStderrGoes) {
  const Ended ended = sweep("\"$0\" \"$@\" 2>&1 > /dev/null | true; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(ended.output, "0\n");
  expect_whole_sweep();
}

TEST_F(OrchestratorOutput, EndsQuietlyWhenTheReaderOfStdoutGoes) {
  const Ended ended = sweep("{ \"$0\" \"$@\" 2>&3 | true; echo ${PIPESTATUS[0]}; } 3>&1");
  EXPECT_THAT(ended.output, EndsWith("\n3\n"));
  EXPECT_THAT(ended.output, Not(HasSubstr("cannot write")));
  expect_whole_sweep();
}

// The terminal closes.
TEST_F(OrchestratorOutput, StopsInGoodOrderOnAHangup) {
  ::signal(SIGHUP, SIG_DFL);  // whatever has started the tests
  const Announced programs(folder_.path());
  const auto child = start_run(write("m.yaml", kTwoShort), programs.folder());
  ASSERT_GT(programs.next_pid(), 0);
  child->send_signal(SIGHUP);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 130) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("interrupted"));
}

}  // namespace
}  // namespace gauntlet::orchestrator
