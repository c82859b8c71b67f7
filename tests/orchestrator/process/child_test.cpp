#include "orchestrator/process/child.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <string>

namespace gauntlet::orchestrator::process {
namespace {

using std::chrono::steady_clock;

ChildOptions shell(const std::string& command) { return {.argv = {"/bin/sh", "-c", command}}; }

SteadyTime in(std::chrono::seconds time) { return steady_clock::now() + time; }

SteadyTime soon() { return in(std::chrono::seconds(60)); }

TEST(Child, SaysItsLines) {
  Child child(shell("echo one; echo; printf two"));
  std::string line;
  for (const char* expected : {"one", "", "two"}) {
    ASSERT_EQ(child.read_line(line, soon()), Got::kLine);
    EXPECT_EQ(line, expected);
  }
  EXPECT_EQ(child.read_line(line, soon()), Got::kEnd);
}

TEST(Child, SaysNoMoreThanTheLongestLine) {
  Child child(shell("exec tr '\\0' x < /dev/zero"));
  std::string line;
  EXPECT_EQ(child.read_line(line, soon()), Got::kTooLong);
  EXPECT_EQ(child.read_line(line, soon()), Got::kTooLong);
  EXPECT_EQ(child.kill().signal, SIGKILL);
  EXPECT_EQ(child.read_line(line, soon()), Got::kTooLong);
}

TEST(Child, IsLateAlthoughItPrintsAllTheTime) {
  Child child(shell("exec tr '\\0' x < /dev/zero"));
  std::string line;
  EXPECT_EQ(child.read_line(line, steady_clock::now()), Got::kLate);
  EXPECT_EQ(child.wait(in(std::chrono::seconds(0))), std::nullopt);
}

TEST(Child, IsInterruptedAlthoughItPrintsAllTheTime) {
  const UniqueFd interrupt(::eventfd(1, EFD_CLOEXEC));
  Child child({.argv = {"yes"}, .interrupt_fd = interrupt.get()});
  std::string line;
  constexpr int kMostLines = 200'000;  // more than are read at a time
  Got got = Got::kLine;
  for (int i = 0; got == Got::kLine && i < kMostLines; ++i) got = child.read_line(line, soon());
  EXPECT_EQ(got, Got::kInterrupted);
}

TEST(Child, IsNotWaitedForLongerBecauseItPrintsLines) {
  Child child(shell("exec yes"));
  EXPECT_EQ(child.wait(in(std::chrono::seconds(1))), std::nullopt);
  std::string line;
  EXPECT_EQ(child.read_line(line, soon()), Got::kLine);
  EXPECT_EQ(line, "y");
}

TEST(Child, HearsASignalThoughItWasStopped) {
  Child child(shell("kill -STOP $$; exec sleep 60"));
  siginfo_t stopped{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child.pid()), &stopped, WSTOPPED | WNOWAIT), 0);
  child.send_signal(SIGTERM);
  const auto status = child.wait(soon());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->signal, SIGTERM);
}

}  // namespace
}  // namespace gauntlet::orchestrator::process
