#include "orchestrator/run/sampling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/run/fake_programs.h"
#include "tests/orchestrator/run/fake_sampler.h"

namespace gauntlet::orchestrator::run {
namespace {

using metrics::KernelThreads;

class SamplingTest : public testing::Test {
 protected:
  process::Got read(Script client, std::chrono::seconds allowed = std::chrono::hours(1)) {
    FakeProcess server({.pid = 11}, signals_);
    FakeProcess process(std::move(client), signals_);
    return sampling_.read_line(
        server, process, line_,
        process::SteadyTime(std::chrono::nanoseconds(fake_.begin_ns)) + allowed);
  }

  std::vector<int> signals_{};
  FakeSampler fake_{};
  Sampler sampler_ = fake_.sampler();
  Sampling sampling_{sampler_, std::chrono::milliseconds(100)};
  std::string line_{};
};

TEST_F(SamplingTest, TakesASampleAtEitherEnd) {
  EXPECT_EQ(read({.lines = {{process::Got::kLine, "x"}}, .pid = 21}), process::Got::kLine);
  EXPECT_EQ(line_, "x");
  EXPECT_EQ(sampling_.take().size(), 2u);
}

TEST_F(SamplingTest, TakesASampleEachInterval) {
  read({.lines = {{process::Got::kLine, "x"}}, .late = 5, .pid = 21});
  EXPECT_EQ(sampling_.take().size(), 7u);
}

TEST_F(SamplingTest, LooksAtBothProgramsWhileTheyRun) {
  read({.lines = {{process::Got::kLine, "x"}}, .late = 1, .pid = 21});
  ASSERT_EQ(fake_.taken.size(), 3u);
  EXPECT_EQ(fake_.taken[1].server_pid, 11);
  EXPECT_EQ(fake_.taken[1].client_pid, 21);
}

TEST_F(SamplingTest, LeavesOutTheClientsThatHaveReported) {
  read({.lines = {{process::Got::kLine, "x"}}, .pid = 21});
  EXPECT_EQ(fake_.taken.back().server_pid, 11);
  EXPECT_EQ(fake_.taken.back().client_pid, 0);
}

TEST_F(SamplingTest, CountsTheKernelsThreadsAtTheEndsOnly) {
  read({.lines = {{process::Got::kLine, "x"}}, .late = 1, .pid = 21});
  ASSERT_EQ(fake_.taken.size(), 3u);
  EXPECT_EQ(fake_.taken[0].kernel_threads, KernelThreads::kCount);
  EXPECT_EQ(fake_.taken[1].kernel_threads, KernelThreads::kLeaveOut);
  EXPECT_EQ(fake_.taken[2].kernel_threads, KernelThreads::kCount);
}

TEST_F(SamplingTest, IsLateAtTheDeadline) {
  EXPECT_EQ(read({.lines = {{process::Got::kLate, ""}}}, std::chrono::seconds(1)),
            process::Got::kLate);
  EXPECT_EQ(sampling_.take().size(), 10u);
}

TEST_F(SamplingTest, SaysWhenTheClientsEndOrAreInterrupted) {
  EXPECT_EQ(read({}), process::Got::kEnd);
  EXPECT_EQ(read({.lines = {{process::Got::kInterrupted, ""}}}), process::Got::kInterrupted);
}

TEST_F(SamplingTest, KeepsFewSamplesOfALongScenario) {
  read({.lines = {{process::Got::kLine, "x"}}, .late = 3000});
  const auto samples = sampling_.take();
  EXPECT_LT(samples.size(), Sampling::kMost);
  EXPECT_GT(samples.size(), Sampling::kMost / 3);
  EXPECT_EQ(samples.front().time_ns, fake_.time_ns(0));
}

TEST_F(SamplingTest, KeepsSamplesInTheirOrder) {
  read({.lines = {{process::Got::kLine, "x"}}, .late = 3000});
  const auto samples = sampling_.take();
  EXPECT_TRUE(std::is_sorted(samples.begin(), samples.end(),
                             [](const auto& a, const auto& b) { return a.time_ns < b.time_ns; }));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
