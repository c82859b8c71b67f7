#include "orchestrator/run/sampling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/orchestrator/run/fake_sampler.h"

namespace gauntlet::orchestrator::run {
namespace {

using metrics::Others;

class SamplingTest : public testing::Test {
 protected:
  std::vector<metrics::Snapshot> sample(int intervals) {
    fake_.intervals = intervals;
    Sampling sampling(
        {.sampler = fake_.sampler(),
         .programs = {{.name = metrics::kServer, .pid = 11}, {.name = metrics::kClient, .pid = 21}},
         .interval = std::chrono::milliseconds(100),
         .on_sample = [this](const metrics::Snapshot& s) { told_.push_back(s); },
         .wait = fake_.clock()});
    return sampling.finish();
  }

  FakeSampler fake_{};
  std::vector<metrics::Snapshot> told_{};
};

TEST_F(SamplingTest, TakesASampleAtEitherEnd) { EXPECT_EQ(sample(0).size(), 2u); }

TEST_F(SamplingTest, TakesASampleEachInterval) { EXPECT_EQ(sample(5).size(), 7u); }

TEST_F(SamplingTest, TellsOfEachSample) {
  sample(3);
  ASSERT_EQ(told_.size(), 5u);
  EXPECT_EQ(told_.back().time_ns, fake_.time_ns(4));
}

TEST_F(SamplingTest, LooksAtBothProgramsWhileTheyRun) {
  sample(1);
  ASSERT_EQ(fake_.taken.size(), 3u);
  EXPECT_EQ(fake_.taken[1].server_pid, 11);
  EXPECT_EQ(fake_.taken[1].client_pid, 21);
}

TEST_F(SamplingTest, LeavesOutTheClientsThatHaveReported) {
  sample(0);
  EXPECT_EQ(fake_.taken.back().server_pid, 11);
  EXPECT_EQ(fake_.taken.back().client_pid, 0);
}

TEST_F(SamplingTest, CountsTheKernelsThreadsAtTheEndsOnly) {
  sample(1);
  ASSERT_EQ(fake_.taken.size(), 3u);
  EXPECT_EQ(fake_.taken[0].others, Others::kCount);
  EXPECT_EQ(fake_.taken[1].others, Others::kLeaveOut);
  EXPECT_EQ(fake_.taken[2].others, Others::kCount);
}

TEST_F(SamplingTest, EndsWithoutWaitingForTheInterval) {
  Sampling sampling({.sampler = fake_.sampler(), .interval = std::chrono::hours(1)});
  EXPECT_EQ(sampling.finish().size(), 2u);
}

TEST(SampleList, IsDueAnIntervalAfterTheLastSample) {
  SampleList list(std::chrono::milliseconds(100));
  list.add({.time_ns = 1'000'000});
  EXPECT_EQ(list.next_due().time_since_epoch(), std::chrono::milliseconds(101));
}

TEST_F(SamplingTest, KeepsFewSamplesOfALongScenario) {
  const auto samples = sample(3000);
  EXPECT_LT(samples.size(), SampleList::kMost);
  EXPECT_GT(samples.size(), SampleList::kMost / 3);
  EXPECT_EQ(samples.front().time_ns, fake_.time_ns(0));
}

TEST_F(SamplingTest, KeepsSamplesInTheirOrder) {
  const auto samples = sample(3000);
  EXPECT_TRUE(std::is_sorted(samples.begin(), samples.end(),
                             [](const auto& a, const auto& b) { return a.time_ns < b.time_ns; }));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
