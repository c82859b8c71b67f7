#include "orchestrator/limits/figures.h"

#include <gtest/gtest.h>

#include "tests/orchestrator/limits/made_samples.h"

namespace gauntlet::orchestrator::limits {
namespace {

using metrics::Snapshot;

constexpr Span kSteady{kMadeSecond / 2, kMadeSecond * 3 / 2};
constexpr double kNear = 1e-6;

TEST(FiguresOf, CountTheCpuOfEachProgram) {
  const Figures figures = made_figures({.server_cpu = 0.5, .client_cpu = 0.25});
  EXPECT_NEAR(figures.server.cores, 0.5, kNear);
  EXPECT_NEAR(figures.client.cores, 0.25, kNear);
}

TEST(FiguresOf, CountAProxyAsPartOfTheScenario) {
  std::vector<Snapshot> samples = made_samples({.server_cpu = 0.5, .foreign = 0.5});
  EXPECT_FALSE(figures_of(samples, kSteady).value().proxy.sampled);
  for (Snapshot& sample : samples)
    sample.programs[metrics::kProxy].threads[31] = {static_cast<std::uint64_t>(sample.time_ns) / 2,
                                                    0};
  const Figures figures = figures_of(samples, kSteady).value();
  EXPECT_TRUE(figures.proxy.sampled);
  EXPECT_NEAR(figures.proxy.cores, 0.5, kNear);
  EXPECT_NEAR(figures.foreign, 0, kNear);
}

TEST(FiguresOf, AddRunDelayToDemand) {
  EXPECT_NEAR(made_figures({.server_cpu = 0.5, .server_delay = 0.25}).server.demand, 0.75, kNear);
}

TEST(FiguresOf, AddThrottledTimeToDemandWhereTheDelayDoesNotHaveIt) {
  EXPECT_NEAR(made_figures({.client_cpu = 0.1, .client_throttled = 0.6}).client.demand, 0.7, kNear);
}

TEST(FiguresOf, CountThrottledTimeOnceWhenItIsPartOfTheDelay) {
  const Figures figures =
      made_figures({.server_cpu = 0.1, .server_delay = 0.6, .server_throttled = 0.5});
  EXPECT_NEAR(figures.server.demand, 0.7, kNear);
}

TEST(FiguresOf, DemandNoMoreThanACoreOfAThread) {
  EXPECT_DOUBLE_EQ(made_figures({.server_cpu = 0.8, .server_delay = 0.8}).server.demand, 1);
}

TEST(FiguresOf, TakeTheDemandOfTheBusiestThread) {
  std::vector<Snapshot> samples = made_samples({.server_cpu = 0.3});
  for (Snapshot& sample : samples)
    sample.programs[metrics::kServer].threads[12] = {
        static_cast<std::uint64_t>(sample.time_ns) * 6 / 10, 0};
  const Figures figures = figures_of(samples, kSteady).value();
  EXPECT_NEAR(figures.server.demand, 0.6, kNear);
  EXPECT_NEAR(figures.server.cores, 0.9, kNear);
}

TEST(FiguresOf, CountAThreadThatStartsWithinTheSpan) {
  std::vector<Snapshot> samples = made_samples({});
  for (std::size_t i = 10; i < samples.size(); ++i)
    samples[i].programs[metrics::kServer].threads[12] = {(i - 9) * 100'000'000, 0};
  EXPECT_NEAR(figures_of(samples, kSteady).value().server.cores, 0.6, kNear);
}

TEST(FiguresOf, CountAThreadThatEndsWithinTheSpan) {
  std::vector<Snapshot> samples = made_samples({.server_cpu = 0.5});
  for (std::size_t i = 11; i < samples.size(); ++i)
    samples[i].programs[metrics::kServer].threads.clear();
  EXPECT_NEAR(figures_of(samples, kSteady).value().server.cores, 0.25, kNear);
}

TEST(FiguresOf, DivideTheHostAmongThoseWhoUseIt) {
  const Figures figures = made_figures({.server_cpu = 0.4,
                                        .client_cpu = 0.2,
                                        .own = 0.02,
                                        .kernel = 0.1,
                                        .foreign = 0.3,
                                        .iowait = 0.06,
                                        .steal = 0.04});
  EXPECT_NEAR(figures.busy, 0.51, kNear);
  EXPECT_NEAR(figures.kernel, 0.05, kNear);
  EXPECT_NEAR(figures.own, 0.01, kNear);
  EXPECT_NEAR(figures.foreign, 0.15, kNear);
  EXPECT_NEAR(figures.iowait, 0.03, kNear);
  EXPECT_NEAR(figures.steal, 0.02, kNear);
  EXPECT_DOUBLE_EQ(figures.cpus, 2);
}

TEST(FiguresOf, CountTheKernelsThreadsAsTheKernels) {
  std::vector<Snapshot> samples = made_samples({.foreign = 0.3});
  samples.front().host.kernel_threads_ns = 0;
  samples.back().host.kernel_threads_ns = 400'000'000;
  const Figures figures = figures_of(samples, kSteady).value();
  EXPECT_NEAR(figures.kernel, 0.1, kNear);
  EXPECT_NEAR(figures.foreign, 0.05, kNear);
}

TEST(FiguresOf, NeverHaveLessThanNothingForeign) {
  std::vector<Snapshot> samples = made_samples({.server_cpu = 0.5});
  for (Snapshot& sample : samples) sample.own_cpu_ns = static_cast<std::uint64_t>(sample.time_ns);
  EXPECT_DOUBLE_EQ(figures_of(samples, kSteady).value().foreign, 0);
}

TEST(FiguresOf, SayHowLongTheHostWaitedForDisks) {
  const Figures figures = made_figures({.io_pressure = 0.4, .written = 1000});
  EXPECT_NEAR(figures.io_pressure.value(), 0.4, kNear);
  EXPECT_NEAR(figures.server.written_Bps, 1000, 1);
}

TEST(FiguresOf, KnowNoPressureWhereTheKernelHasNone) {
  std::vector<Snapshot> samples = made_samples({});
  for (Snapshot& sample : samples) sample.host.io_pressure_us.reset();
  EXPECT_FALSE(figures_of(samples, kSteady).value().io_pressure.has_value());
}

TEST(FiguresOf, LookAtTheCpusOnWhichAProgramMayRun) {
  std::vector<Snapshot> samples = made_samples({});
  for (Snapshot& sample : samples) {
    const double t = static_cast<double>(sample.time_ns) / 1e9;
    sample.programs[metrics::kClient].allowed_cpus = {1};
    sample.host.cpus.each = {{0, {.work_s = 0.25 * t, .idle_s = 0.75 * t}},
                             {1, {.work_s = 0.95 * t, .idle_s = 0.05 * t}}};
  }
  const Figures figures = figures_of(samples, kSteady).value();
  EXPECT_NEAR(figures.client.allowed_busy, 0.95, kNear);
  EXPECT_NEAR(figures.client.others_idle.value(), 0.75, kNear);
  EXPECT_FALSE(figures.server.others_idle.has_value()) << "it may run on all";
}

TEST(FiguresOf, LeaveOutWhatIsNotSteady) {
  std::vector<Snapshot> samples = made_samples({.server_cpu = 0.2});
  for (Snapshot& sample : samples)
    if (sample.time_ns < kSteady.begin_ns) sample.programs[metrics::kServer].threads[11] = {0, 0};
  EXPECT_NEAR(figures_of(samples, {kMadeSecond, kMadeSecond * 2}).value().server.cores, 0.2, kNear);
}

TEST(FiguresOf, EndWithTheClients) {
  std::vector<Snapshot> samples = made_samples({});
  for (std::size_t i = 11; i < samples.size(); ++i)
    samples[i].programs[metrics::kClient].threads.clear();
  EXPECT_EQ(figures_of(samples, kSteady).value().span.end_ns, kMadeSecond);
}

TEST(FiguresOf, SayHowCoarseTheKernelCounts) {
  EXPECT_NEAR(made_figures({}).rounding, 0.01, kNear);
}

TEST(FiguresOf, NeedAFifthOfASecond) {
  const auto samples = made_samples({});
  EXPECT_TRUE(figures_of(samples, {kMadeSecond, kMadeSecond + 200'000'000}).has_value());
  EXPECT_FALSE(figures_of(samples, {kMadeSecond, kMadeSecond + 199'999'999}).has_value());
}

TEST(FiguresOf, AreNothingWithoutASteadySpan) {
  EXPECT_FALSE(figures_of(made_samples({}), {}).has_value());
}

TEST(FiguresOf, AreNothingWithoutSamples) { EXPECT_FALSE(figures_of({}, kSteady).has_value()); }

TEST(FiguresOf, CountWhatCameAndWentBetweenSamples) {
  auto samples = made_samples({.server_cpu = 0.1});
  for (metrics::Snapshot& sample : samples)
    sample.programs[metrics::kServer].cpu_ns = static_cast<std::uint64_t>(sample.time_ns) / 2;
  EXPECT_NEAR(figures_of(samples, kSteady).value().server.cores, 0.5, kNear);
}

TEST(FiguresOf, CountThreadsWhoseTimeTheWholeLacks) {
  auto samples = made_samples({.server_cpu = 0.5});
  for (metrics::Snapshot& sample : samples) sample.programs[metrics::kServer].cpu_ns = 0;
  EXPECT_NEAR(figures_of(samples, kSteady).value().server.cores, 0.5, kNear);
}

TEST(FiguresOf, KnowNothingOfAServerThatIsNotSampled) {
  auto samples = made_samples({});
  for (metrics::Snapshot& sample : samples) sample.programs.erase(metrics::kServer);
  const Figures figures = figures_of(samples, kSteady).value();
  EXPECT_FALSE(figures.server.sampled);
  EXPECT_TRUE(figures.client.sampled);
}

TEST(FiguresOf, NameTheOthersThatUsedMost) {
  std::vector<Snapshot> samples = made_samples({});
  samples.front().host.processes = {{7, {"editor", 1, 0}}, {8, {"sshd", 1, 0}}, {11, {"s", 1, 0}}};
  samples.back().host.processes = {{7, {"editor", 1, made_ns(0.4)}},
                                   {8, {"sshd", 1, made_ns(0.1)}},
                                   {9, {"editor", 1, made_ns(0.4)}},  // born in between
                                   {11, {"server", 1, made_ns(2)}}};  // is the scenario's
  const Figures figures = figures_of(samples, kSteady).value();
  ASSERT_EQ(figures.others.size(), 2u);
  EXPECT_EQ(figures.others[0].name, "editor");
  EXPECT_NEAR(figures.others[0].part, 0.2, kNear);  // of two CPUs for two seconds
  EXPECT_EQ(figures.others[1].name, "sshd");
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
