#include "metrics/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace gauntlet::metrics {
namespace {

using testing::Contains;
using testing::Key;

// A child that waits until it is killed.
class Sleeper {
 public:
  Sleeper() : pid_(::fork()) {
    if (pid_ != 0) return;
    for (;;) ::pause();
  }
  Sleeper(Sleeper&&) = delete;
  ~Sleeper() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  int pid() const { return pid_; }

 private:
  pid_t pid_;
};

// Work that takes some CPU time, whatever the machine's speed.
void burn(std::uint64_t until_cpu_ns) {
  while (take_snapshot(0, 0, KernelThreads::kLeaveOut).own_cpu_ns < until_cpu_ns) {
  }
}

TEST(TakeSnapshot, SeesTheThreadsOfAProgram) {
  const Snapshot snapshot = take_snapshot(::getpid(), 0, KernelThreads::kLeaveOut);
  EXPECT_THAT(snapshot.server.threads, Contains(Key(::getpid())));
  EXPECT_GT(snapshot.server.resident_bytes, 0u);
  EXPECT_FALSE(snapshot.server.allowed_cpus.empty());
}

TEST(TakeSnapshot, SeesTheProcessesThatAProgramStarted) {
  const Sleeper child;
  const Snapshot snapshot = take_snapshot(0, ::getpid(), KernelThreads::kLeaveOut);
  EXPECT_THAT(snapshot.client.threads, Contains(Key(child.pid())));
}

TEST(TakeSnapshot, LeavesOutAProgramThatDoesNotRun) {
  const Snapshot snapshot = take_snapshot(0, -1, KernelThreads::kLeaveOut);
  EXPECT_TRUE(snapshot.server.threads.empty());
  EXPECT_TRUE(snapshot.client.threads.empty());
  EXPECT_FALSE(snapshot.client.throttled_ns.has_value());
}

TEST(TakeSnapshot, SeesTheHost) {
  const HostSample host = take_snapshot(0, 0, KernelThreads::kLeaveOut).host;
  EXPECT_GT(host.cpus.all.total_s(), 0);
  EXPECT_FALSE(host.cpus.each.empty());
  EXPECT_GT(host.available_bytes.value_or(0), 0u);
  EXPECT_FALSE(host.kernel_threads_ns.has_value());
}

TEST(TakeSnapshot, CountsUp) {
  const Snapshot before = take_snapshot(::getpid(), 0, KernelThreads::kLeaveOut);
  burn(before.own_cpu_ns + 20'000'000);
  const Snapshot after = take_snapshot(::getpid(), 0, KernelThreads::kLeaveOut);
  EXPECT_GT(after.time_ns, before.time_ns);
  EXPECT_GT(after.server.threads.at(::getpid()).cpu_ns,
            before.server.threads.at(::getpid()).cpu_ns);
}

}  // namespace
}  // namespace gauntlet::metrics
