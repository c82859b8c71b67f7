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
using testing::ElementsAre;
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
  while (take_snapshot({}, Others::kLeaveOut).own_cpu_ns < until_cpu_ns) {
  }
}

TEST(TakeSnapshot, SeesTheThreadsOfAProgram) {
  const Snapshot snapshot = take_snapshot({{.name = "me", .pid = ::getpid()}}, Others::kLeaveOut);
  EXPECT_THAT(snapshot.program("me").threads, Contains(Key(::getpid())));
  EXPECT_GT(snapshot.program("me").resident_bytes, 0u);
  EXPECT_FALSE(snapshot.program("me").allowed_cpus.empty());
}

TEST(TakeSnapshot, SeesTheProcessesThatAProgramStarted) {
  const Sleeper child;
  const Snapshot snapshot = take_snapshot({{.name = "me", .pid = ::getpid()}}, Others::kLeaveOut);
  EXPECT_THAT(snapshot.program("me").threads, Contains(Key(child.pid())));
}

TEST(TakeSnapshot, SeesProgramsOfOneNameAsOne) {
  const Sleeper first;
  const Sleeper second;
  const auto resident_bytes = [](const std::vector<Program>& programs) {
    return take_snapshot(programs, Others::kLeaveOut).program("pool").resident_bytes;
  };
  const Program one{.name = "pool", .pid = first.pid()};
  const Program other{.name = "pool", .pid = second.pid()};
  const std::uint64_t before = resident_bytes({one}) + resident_bytes({other});
  const Snapshot both = take_snapshot({one, other}, Others::kLeaveOut);
  EXPECT_THAT(both.program("pool").threads,
              testing::UnorderedElementsAre(Key(first.pid()), Key(second.pid())));
  EXPECT_GE(both.program("pool").resident_bytes, before) << "a young process still grows";
}

TEST(TakeSnapshot, LeavesOutWhoKeepsAProgramTogether) {
  const Sleeper child;
  const Snapshot snapshot =
      take_snapshot({{.name = "kept", .pid = ::getpid(), .is_kept = true}}, Others::kLeaveOut);
  EXPECT_THAT(snapshot.program("kept").threads, ElementsAre(Key(child.pid())));
}

TEST(TakeSnapshot, CountsWhatProcessesUsedThatHaveEnded) {
  const auto cpu_ns = [] {
    return take_snapshot({{.name = "kept", .pid = ::getpid(), .is_kept = true}}, Others::kLeaveOut)
        .program("kept")
        .cpu_ns.value();
  };
  const std::uint64_t before = cpu_ns();
  const pid_t child = ::fork();
  if (child == 0) {
    burn(30'000'000);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_GE(cpu_ns() - before, 20'000'000u) << "but for what the kernel rounds off";
}

TEST(TakeSnapshot, LeavesOutAProgramThatDoesNotRun) {
  const Snapshot snapshot = take_snapshot({{.name = "gone", .pid = -1}}, Others::kLeaveOut);
  EXPECT_TRUE(snapshot.program("gone").threads.empty());
  EXPECT_FALSE(snapshot.program("gone").throttled_ns.has_value());
  EXPECT_TRUE(snapshot.program("never heard of").threads.empty());
}

TEST(TakeSnapshot, SeesTheHost) {
  const HostSample host = take_snapshot({}, Others::kLeaveOut).host;
  EXPECT_GT(host.cpus.all.total_s(), 0);
  EXPECT_FALSE(host.cpus.each.empty());
  EXPECT_GT(host.available_bytes.value_or(0), 0u);
  EXPECT_FALSE(host.kernel_threads_ns.has_value());
}

TEST(TakeSnapshot, CountsUp) {
  const Snapshot before = take_snapshot({{.name = "me", .pid = ::getpid()}}, Others::kLeaveOut);
  burn(before.own_cpu_ns + 20'000'000);
  const Snapshot after = take_snapshot({{.name = "me", .pid = ::getpid()}}, Others::kLeaveOut);
  EXPECT_GT(after.time_ns, before.time_ns);
  EXPECT_GT(after.program("me").threads.at(::getpid()).cpu_ns,
            before.program("me").threads.at(::getpid()).cpu_ns);
}

TEST(TakeSnapshot, CountsTheOtherProcessesOnlyWhenAsked) {
  const Sleeper child;
  const Snapshot counted = take_snapshot({}, Others::kCount);
  EXPECT_THAT(counted.host.processes, Contains(Key(child.pid())));
  EXPECT_THAT(counted.host.processes, testing::Not(Contains(Key(::getpid()))));
  EXPECT_TRUE(take_snapshot({}, Others::kLeaveOut).host.processes.empty());
}

}  // namespace
}  // namespace gauntlet::metrics
