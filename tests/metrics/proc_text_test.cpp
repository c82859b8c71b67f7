#include "metrics/proc_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::metrics {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kStat =
    "cpu  300 20 100 5000 60 7 8 90 11 12\n"
    "cpu0 100 10 50 2500 30 3 4 45 5 6\n"
    "cpu3 200 10 50 2500 30 4 4 45 6 6\n"
    "intr 12 0 1\nctxt 5\n";

TEST(HostCpusText, AddsUserNiceAndSystemToWork) {
  const auto host = parse_host_cpus(kStat, 100);
  ASSERT_TRUE(host.has_value());
  EXPECT_DOUBLE_EQ(host->all.work_s, 4.2);
}

TEST(HostCpusText, KeepsInterruptsIdlenessAndStealApart) {
  const CpuTimes all = parse_host_cpus(kStat, 100).value().all;
  EXPECT_DOUBLE_EQ(all.interrupts_s, 0.15);
  EXPECT_DOUBLE_EQ(all.idle_s, 50);
  EXPECT_DOUBLE_EQ(all.iowait_s, 0.6);
  EXPECT_DOUBLE_EQ(all.steal_s, 0.9);
  EXPECT_DOUBLE_EQ(all.total_s(), 55.85);
}

TEST(HostCpusText, NumbersTheCpusAsTheKernelDoes) {
  const HostCpus host = parse_host_cpus(kStat, 100).value();
  ASSERT_EQ(host.each.size(), 2u);
  EXPECT_DOUBLE_EQ(host.each.at(0).work_s, 1.6);
  EXPECT_DOUBLE_EQ(host.each.at(3).work_s, 2.6);
}

TEST(HostCpusText, OfNoKindIsNothing) {
  for (const char* text : {"", "intr 5\n", "cpu  1 2 3\n", "cpu  1 2 3 x 5 6 7 8\n"})
    EXPECT_FALSE(parse_host_cpus(text, 100).has_value()) << text;
}

TEST(SchedstatText, HoldsCpuTimeAndRunDelay) {
  const auto times = parse_schedstat("59898964 381842273 10\n");
  ASSERT_TRUE(times.has_value());
  EXPECT_EQ(times->cpu_ns, 59'898'964u);
  EXPECT_EQ(times->delay_ns, 381'842'273u);
}

TEST(SchedstatText, OfNoKindIsNothing) {
  for (const char* text : {"", "5", "5 x 1\n"})
    EXPECT_FALSE(parse_schedstat(text).has_value()) << text;
}

TEST(ThreadStatText, AddsUserAndSystemTicks) {
  const auto times =
      parse_thread_stat("42 (worker) S 1 42 42 0 -1 4194304 90 0 0 0 150 50 0 0 20 0 1 0", 100);
  ASSERT_TRUE(times.has_value());
  EXPECT_EQ(times->cpu_ns, 2'000'000'000u);
  EXPECT_EQ(times->delay_ns, 0u);
}

TEST(ThreadStatText, TakesAnyNameOfAThread) {
  const auto times =
      parse_thread_stat("42 (a) b) S S) R 1 42 42 0 -1 4194304 90 0 0 0 100 0 0 0 20 0 1 0", 100);
  ASSERT_TRUE(times.has_value());
  EXPECT_EQ(times->cpu_ns, 1'000'000'000u);
}

TEST(ThreadStatText, OfNoKindIsNothing) {
  for (const char* text : {"", "42 worker S", "42 (worker) S 1 2 3"})
    EXPECT_FALSE(parse_thread_stat(text, 100).has_value()) << text;
}

TEST(ChildrenText, IsAListOfPids) {
  EXPECT_THAT(parse_children("17 3 99 "), ElementsAre(17, 3, 99));
  EXPECT_THAT(parse_children(""), IsEmpty());
}

TEST(IoText, SaysWhatWasWritten) {
  EXPECT_EQ(parse_written("rchar: 6976\nwchar: 3\nread_bytes: 0\nwrite_bytes: 4096\n"
                          "cancelled_write_bytes: 9\n"),
            4096u);
  EXPECT_FALSE(parse_written("rchar: 1\n").has_value());
}

TEST(StatmText, SaysHowManyPagesAreResident) {
  EXPECT_EQ(parse_resident_pages("900 123 45 6 0 7 0\n"), 123u);
  EXPECT_FALSE(parse_resident_pages("").has_value());
}

TEST(MeminfoText, SaysWhatIsAvailableInBytes) {
  EXPECT_EQ(parse_available("MemTotal:  100 kB\nMemFree:  10 kB\nMemAvailable:     50 kB\n"),
            51'200u);
  EXPECT_FALSE(parse_available("MemTotal: 100 kB\n").has_value());
}

TEST(PressureText, HoldsTheTotalOfSome) {
  EXPECT_EQ(parse_pressure("some avg10=3.40 avg60=5.02 avg300=8.08 total=6677494009\n"
                           "full avg10=0.00 avg60=0.00 avg300=0.00 total=5\n"),
            6'677'494'009u);
}

TEST(PressureText, OfAKernelWithoutItIsNothing) {
  EXPECT_FALSE(parse_pressure("").has_value());
  EXPECT_FALSE(parse_pressure("full avg10=0.00 total=5\n").has_value());
}

TEST(LoadText, SaysHowManyThreadsAreRunnable) {
  EXPECT_EQ(parse_runnable("1.37 1.66 2.08 12/98 12556\n"), 12u);
  EXPECT_FALSE(parse_runnable("").has_value());
}

TEST(CpuStatText, OfVersionTwoIsInMicroseconds) {
  EXPECT_EQ(parse_throttled("usage_usec 9\nnr_throttled 5\nthrottled_usec 361\n"), 361'000u);
}

TEST(CpuStatText, OfVersionOneIsInNanoseconds) {
  EXPECT_EQ(parse_throttled("nr_periods 7\nnr_throttled 5\nthrottled_time 361433800\n"),
            361'433'800u);
}

TEST(CpuStatText, OfAGroupWithoutLimitsIsNothing) {
  EXPECT_FALSE(parse_throttled("usage_usec 9\nuser_usec 5\n").has_value());
}

TEST(CgroupText, OfVersionTwoNamesTheGroupAndThoseAbove) {
  EXPECT_THAT(
      parse_cgroup_folders("0::/a.slice/b.scope\n"),
      ElementsAre("/sys/fs/cgroup/a.slice/b.scope", "/sys/fs/cgroup/a.slice", "/sys/fs/cgroup"));
}

TEST(CgroupText, OfVersionOneNamesTheMountOfTheCpuController) {
  EXPECT_THAT(parse_cgroup_folders("5:memory:/x\n4:cpu,cpuacct:/a\n3:cpuset:/y\n"),
              ElementsAre("/sys/fs/cgroup/cpu,cpuacct/a", "/sys/fs/cgroup/cpu,cpuacct"));
}

TEST(CgroupText, OfNoKindNamesNothing) {
  EXPECT_THAT(parse_cgroup_folders(""), IsEmpty());
  EXPECT_THAT(parse_cgroup_folders("nonsense\n"), IsEmpty());
}

TEST(ParseProcessTimes, ReadsANameWithBracketsSpacesAndLineBreaks) {
  const auto process = parse_process_times(
      "12 (a) (b\n) R 7 12 12 0 -1 4194304 1 2 3 4 50 25 9 9 20 0 1 0 100 0 0", 100);
  ASSERT_TRUE(process);
  EXPECT_EQ(process->name, "a) (b\n");
  EXPECT_EQ(process->parent, 7);
  EXPECT_EQ(process->cpu_ns, 750'000'000u);
}

TEST(ParseProcessTimes, IsNothingForAnythingElse) {
  for (const char* text :
       {"", "12 (a)", "12 (a) R", "12 a) R 7", "12 (a) R x 1 1 0 0 0 0 0 0 0 5 5"})
    EXPECT_FALSE(parse_process_times(text, 100)) << text;
}

}  // namespace
}  // namespace gauntlet::metrics
