#include "metrics/host.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "metrics/process_stats.h"

namespace gauntlet::metrics {
namespace {

TEST(ReadHost, FindsWhatEveryMachineHas) {
  const Host host = read_host();
  EXPECT_NE(host.name, "");
  EXPECT_NE(host.kernel, "");
  EXPECT_NE(host.congestion_control, "");
  EXPECT_GE(host.cores, 1u);
  EXPECT_GE(host.memory_bytes, 1u << 20);
}

TEST(HostJson, HoldsEveryPart) {
  const Host host{.name = "n",
                  .cpu = "c",
                  .cores = 2,
                  .memory_bytes = 3,
                  .kernel = "k",
                  .congestion_control = "cubic",
                  .governor = "g"};
  EXPECT_EQ(to_json(host), nlohmann::json::parse(
                               R"({"name":"n","cpu":"c","cores":2,"memory_bytes":3,"kernel":"k",
                                   "congestion_control":"cubic","governor":"g"})"));
}

TEST(Usage, AddsUserAndSystemTimeAndConvertsKibibytes) {
  rusage usage{};
  usage.ru_utime = {.tv_sec = 1, .tv_usec = 500'000};
  usage.ru_stime = {.tv_sec = 2, .tv_usec = 250'000};
  usage.ru_maxrss = 10;
  EXPECT_DOUBLE_EQ(to_usage(usage).cpu_s, 3.75);
  EXPECT_EQ(to_usage(usage).peak_rss_bytes, 10'240u);
}

TEST(Usage, OfThisThreadIsWithinThatOfTheProcess) {
  const double thread_cpu = thread_cpu_s();
  const Usage process = process_usage();
  EXPECT_LE(thread_cpu, process.cpu_s);
  EXPECT_GT(process.peak_rss_bytes, 0u);
}

}  // namespace
}  // namespace gauntlet::metrics
