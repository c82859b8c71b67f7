#include "server_pool/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/error.h"
#include "metrics/process_stats.h"

namespace gauntlet::server_pool {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const SteadyTime kStart = SteadyTime(1000h);
const Stall kOneInFive{.length = 1s, .every = 5s};

std::string stall_problem(std::string_view stall) {
  try {
    parse_stall(stall);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Stall, IsReadFromItsText) {
  const Stall stall = parse_stall("500ms/2m");
  EXPECT_EQ(stall.length, 500ms);
  EXPECT_EQ(stall.every, 2min);
}

TEST(Stall, IsReadWithoutASlashForScenarios) {
  EXPECT_EQ(format_stall(parse_stall("1s:5s")), "1s/5s");
}

TEST(Stall, CanBeNone) { EXPECT_EQ(parse_stall("none").length, 0s); }

TEST(Stall, IsWrittenAsItIsRead) {
  for (const char* text : {"none", "1s/5s", "250ms/60s"})
    EXPECT_EQ(format_stall(parse_stall(text)), text);
}

TEST(Stall, RefusesWhatIsNoPairOfDurations) {
  for (const char* text : {"", "1s", "1s/", "/5s", "1s/5s/9s", "soon/5s", "-1s/5s"})
    EXPECT_THAT(stall_problem(text), HasSubstr("write it as 1s/5s")) << text;
}

TEST(Stall, RefusesOneThatWouldNeverEnd) { EXPECT_NE(stall_problem("5s/5s"), ""); }

TEST(Stall, RefusesOneOfNoLength) { EXPECT_NE(stall_problem("0s/5s"), ""); }

TEST(AfterStall, LeavesATimeBetweenTwoStallsAlone) {
  for (const Duration since : {Duration(0s), Duration(2s), Duration(4s - 1ns), Duration(5s)})
    EXPECT_EQ(after_stall(kStart + since, kOneInFive, kStart), kStart + since);
}

TEST(AfterStall, PutsATimeInAStallOffUntilItsEnd) {
  for (const Duration since : {Duration(4s), Duration(4500ms), Duration(5s - 1ns)})
    EXPECT_EQ(after_stall(kStart + since, kOneInFive, kStart), kStart + 5s);
}

TEST(AfterStall, KnowsEveryPeriodFromTheStartOn) {
  EXPECT_EQ(after_stall(kStart + 5004200ms, kOneInFive, kStart), kStart + 5005s);
  EXPECT_EQ(after_stall(kStart + 5003900ms, kOneInFive, kStart), kStart + 5003900ms);
}

TEST(AfterStall, IsTheTimeItselfWithoutAStall) {
  EXPECT_EQ(after_stall(kStart + 4500ms, Stall{}, kStart), kStart + 4500ms);
}

TEST(Faults, AreNoneUnlessAskedFor) {
  const Faults faults(FaultOptions{}, kStart);
  EXPECT_FALSE(faults.any());
  EXPECT_EQ(faults.answer_at(kStart + 3s), kStart + 3s);
}

TEST(Faults, AreNoneOfRequestsWhenOnlyTheStoreIsSlow) {
  EXPECT_FALSE(Faults({.store_delay = 1s}, kStart).any());
}

TEST(Faults, AddTheServiceTimeToTheGrant) {
  const Faults faults({.service_time = 5ms}, kStart);
  EXPECT_TRUE(faults.any());
  EXPECT_EQ(faults.answer_at(kStart + 3s), kStart + 3s + 5ms);
}

TEST(Faults, StallWhatWouldBeAnsweredDuringAStall) {
  const Faults faults({.service_time = 2s, .stall = kOneInFive}, kStart);
  EXPECT_EQ(faults.answer_at(kStart + 1s), kStart + 3s);
  EXPECT_EQ(faults.answer_at(kStart + 3s), kStart + 5s);
  EXPECT_EQ(faults.answer_at(kStart + 4s), kStart + 6s);
}

TEST(Faults, BurnAsMuchCpuAsTheyAreTold) {
  const Faults faults({.cpu = 20ms}, kStart);
  EXPECT_TRUE(faults.any());
  const double before = metrics::thread_cpu_s();
  faults.burn_cpu();
  EXPECT_GE(metrics::thread_cpu_s() - before, 0.019);  // both clocks count coarsely
}

}  // namespace
}  // namespace gauntlet::server_pool
