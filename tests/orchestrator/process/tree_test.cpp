#include "orchestrator/process/tree.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::process {
namespace {

SteadyTime patiently() { return std::chrono::steady_clock::now() + std::chrono::seconds(60); }

class TreeTest : public testing::Test {
 protected:
  TreeOptions shell(const std::string& command) const {
    return {.argv = {"/bin/sh", "-c", command}, .log = log()};
  }

  std::string log() const { return (folder_.path() / "log").string(); }

  std::string logged() const {
    std::ifstream file(log());
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // The pid that the program says in the FIFO of this name.
  int said(const std::string& fifo) const {
    int pid = 0;
    std::ifstream(folder_.path() / fifo) >> pid;
    return pid;
  }

  std::string make_fifo(const std::string& name) const {
    const std::string path = (folder_.path() / name).string();
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    return path;
  }

  TemporaryFolder folder_{};
};

TEST_F(TreeTest, LogsWhatTheProgramPrintsOnBothStreams) {
  Tree tree(shell("echo out; echo err >&2"));
  tree.wait(patiently());
  EXPECT_EQ(logged(), "out\nerr\n");
}

TEST_F(TreeTest, SaysHowTheProgramEnded) {
  Tree tree(shell("exit 7"));
  const auto status = tree.wait(patiently());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->code, 7);
  EXPECT_EQ(status->signal, 0);
}

TEST_F(TreeTest, SaysByWhichSignalTheProgramEnded) {
  Tree tree(shell("kill -SEGV $$"));
  const auto status = tree.wait(patiently());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->signal, SIGSEGV);
}

TEST_F(TreeTest, NamesAProgramThatCannotBeRun) {
  try {
    Tree tree({.argv = {"/no/such/program"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "cannot run '/no/such/program': No such file or directory");
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

TEST_F(TreeTest, SendsSignalsToTheProgram) {
  const std::string fifo = make_fifo("up");
  Tree tree(shell("trap 'exit 5' TERM; echo $$ > " + fifo + "; while :; do sleep 0.05; done"));
  EXPECT_GT(said("up"), 0);
  tree.send_signal(SIGTERM);
  const auto status = tree.wait(patiently());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->code, 5);
}

TEST_F(TreeTest, GivesUpAtTheDeadline) {
  Tree tree(shell("exec sleep 1000"));
  EXPECT_FALSE(tree.wait(std::chrono::steady_clock::now()).has_value());
}

TEST_F(TreeTest, KillsAProgramThatIgnoresSignals) {
  const std::string fifo = make_fifo("up");
  Tree tree(shell("trap '' TERM; echo $$ > " + fifo + "; while :; do sleep 1000; done"));
  EXPECT_GT(said("up"), 0);
  tree.send_signal(SIGTERM);
  EXPECT_EQ(tree.kill().signal, SIGKILL);
}

// Forks twice, in a session of its own, as daemons do.
TEST_F(TreeTest, EndsProcessesThatWentToTheBackground) {
  const std::string fifo = make_fifo("up");
  Tree tree(shell("setsid sh -c '(echo $$ > " + fifo + "; exec sleep 1000) &' &"));
  const int session = said("up");
  ASSERT_GT(session, 0);
  const auto status = tree.wait(patiently());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->code, 0);
  EXPECT_GE(tree.kill().left_running, 1);
  EXPECT_EQ(::kill(-session, 0), -1) << "nobody of that session is left";
}

TEST_F(TreeTest, EndsAllWhenItIsDestroyed) {
  const std::string fifo = make_fifo("up");
  int pid = 0;
  {
    Tree tree(shell("echo $$ > " + fifo + "; exec sleep 1000"));
    pid = said("up");
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST_F(TreeTest, EndsAllWhenWhoStartedItIsKilled) {
  const std::string fifo = make_fifo("up");
  const std::string alive = make_fifo("alive");
  const pid_t starter = ::fork();
  if (starter == 0) {
    Tree tree(shell("exec 9> " + alive + "; echo $$ > " + fifo + "; exec sleep 1000"));
    for (;;) ::pause();
  }
  std::ifstream open_end(alive);  // at its end when the last process that has it open is gone
  EXPECT_GT(said("up"), 0);
  ::kill(starter, SIGKILL);
  ::waitpid(starter, nullptr, 0);
  EXPECT_EQ(open_end.get(), std::ifstream::traits_type::eof());
}

TEST_F(TreeTest, TellsWhatAllItsProcessesUsed) {
  Tree tree(shell("sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'"));
  tree.wait(patiently());
  const ExitStatus status = tree.kill();
  EXPECT_GT(status.usage.ru_utime.tv_sec * 1'000'000 + status.usage.ru_utime.tv_usec, 0);
  EXPECT_GT(status.usage.ru_maxrss, 0);
}

}  // namespace
}  // namespace gauntlet::orchestrator::process
