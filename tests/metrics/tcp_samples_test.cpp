#include "metrics/tcp_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace gauntlet::metrics {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr std::size_t kBound = 64;  // the least room that a worker has

TcpSample sample(std::int64_t tick, std::uint32_t worker = 0) {
  return {.time_ns = tick * 100 + worker, .tick = tick, .worker = worker};
}

std::vector<std::int64_t> ticks_of(std::span<const TcpSample> samples) {
  std::vector<std::int64_t> ticks;
  for (const TcpSample& each : samples) ticks.push_back(each.tick);
  return ticks;
}

TEST(TcpSamples, AreThinnedEvenlyWhenTheyReachTheirBound) {
  const TcpSamples samples(1, kBound);
  TcpSampleBlock block = samples.of_worker(0);
  for (std::int64_t tick = 0; tick < 4 * static_cast<std::int64_t>(kBound); ++tick)
    block.add(sample(tick));
  const std::vector<std::int64_t> ticks = ticks_of(samples.merged());
  EXPECT_LE(ticks.size(), kBound);
  EXPECT_GE(ticks.size(), kBound / 2);
  for (std::size_t i = 0; i < ticks.size(); ++i)
    EXPECT_EQ(ticks[i], block.step() * static_cast<std::int64_t>(i));
  EXPECT_GE(ticks.back(), 4 * static_cast<std::int64_t>(kBound) - block.step());
}

TEST(TcpSamples, OfOneTimeBeyondTheBoundAreLeftOut) {
  const TcpSamples samples(1, kBound);
  for (std::size_t i = 0; i < 2 * kBound; ++i) samples.of_worker(0).add(sample(5));
  EXPECT_THAT(samples.merged(), SizeIs(kBound));
}

TEST(TcpSamples, OfOneTimeMakeRoomForLaterOnes) {
  const TcpSamples samples(1, kBound);
  for (std::size_t i = 0; i < kBound; ++i) samples.of_worker(0).add(sample(5));
  samples.of_worker(0).add(sample(8));
  EXPECT_THAT(ticks_of(samples.merged()), ElementsAre(8));
}

TEST(TcpSamples, OfAllWorkersAreMergedInTheOrderOfTime) {
  const TcpSamples samples(2);
  for (const std::uint32_t worker : {1U, 0U})
    for (const std::int64_t tick : {1, 2}) samples.of_worker(worker).add(sample(tick, worker));
  EXPECT_THAT(samples.merged(),
              ElementsAre(sample(1, 0), sample(1, 1), sample(2, 0), sample(2, 1)));
}

TEST(TcpSamples, AreMergedAtTheTimesThatEveryWorkerHasKept) {
  const TcpSamples samples(2, 2 * kBound);
  for (std::int64_t tick = 0; tick < static_cast<std::int64_t>(kBound) + 2; ++tick)
    samples.of_worker(0).add(sample(tick, 0));
  for (const std::int64_t tick : {0, 1, 2, 3}) samples.of_worker(1).add(sample(tick, 1));
  std::vector<std::int64_t> of_second;
  for (const TcpSample& each : samples.merged())
    if (each.worker == 1) of_second.push_back(each.tick);
  EXPECT_THAT(of_second, ElementsAre(0, 2));
}

TEST(TcpSamples, OfAProcessAreSeenByItsParent) {
  const TcpSamples samples(1);
  const pid_t child = ::fork();
  if (child == 0) {
    samples.of_worker(0).add(sample(3));
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(samples.merged(), ElementsAre(sample(3)));
}

TEST(TcpSamples, AreWrittenWithWhatIsNotKnownEmpty) {
  const TcpSample known{.time_ns = 2'500'000'000,
                        .worker = 1,
                        .client = 7,
                        .client_port = 40000,
                        .info = {.rtt_us = 50,
                                 .rttvar_us = 6,
                                 .cwnd_bytes = 14000,
                                 .ssthresh_bytes = 7000,
                                 .in_flight_bytes = 1400,
                                 .lost_segments = 2,
                                 .retransmits = 3,
                                 .sent_bytes = 10,
                                 .received_bytes = 11,
                                 .delivery_rate = 12,
                                 .busy_us = 13,
                                 .rwnd_limited_us = 14,
                                 .sndbuf_limited_us = 15}};
  const TcpSample unknown{.time_ns = 500'000'000};
  EXPECT_EQ(to_csv({known, unknown}, 1'000'000'000),
            std::string(kTcpSampleColumns) +
                "\n1.500000,2500000000,1,7,40000,14000,7000,1400,50,6,3,2,10,11,12,13,14,15\n"
                "-0.500000,500000000,0,,0,0,,0,,,0,0,,,,,,\n");
}

TEST(SamplingTimes, AreMultiplesOfTheIntervalAndThoseThatPassedAreLeftOut) {
  using std::chrono::milliseconds;
  EXPECT_EQ(next_tick(milliseconds(0), milliseconds(100)), 1);
  EXPECT_EQ(next_tick(milliseconds(100), milliseconds(100)), 2);
  EXPECT_EQ(next_tick(milliseconds(999), milliseconds(100)), 10);
}

TEST(SamplingStride, KeepsTheNumberOfConnectionsBounded) {
  EXPECT_EQ(sampling_stride(1), 1u);
  EXPECT_EQ(sampling_stride(kMostSampledConnections), 1u);
  EXPECT_EQ(sampling_stride(kMostSampledConnections + 1), 2u);
}

}  // namespace
}  // namespace gauntlet::metrics
