#include "orchestrator/capacity/capacity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/capacity/made_trials.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using testing::HasSubstr;

// Follows a search of which every run above 200 has this outcome.
Capacity walked(const SearchOptions& options, Outcome above = Outcome::kMissed) {
  Capacity capacity;
  Search search(options);
  while (const auto load = search.next()) {
    const Outcome outcome = *load <= 200 ? Outcome::kMet : above;
    capacity.trials.push_back(made_trial(*load, *load / 1000, outcome));
    search.record(*load, outcome == Outcome::kMet);
  }
  conclude(capacity, search);
  return capacity;
}

std::vector<Capacity> ended_by(std::initializer_list<Ending> endings) {
  std::vector<Capacity> capacities;
  for (const Ending ending : endings) capacities.push_back({.ending = ending});
  return capacities;
}

TEST(Capacity, IsTheHighestLoadThatIsMet) {
  const Capacity capacity = walked({});
  EXPECT_EQ(capacity.ending, Ending::kSlo);
  EXPECT_EQ(capacity.met, 200);
  EXPECT_GT(capacity.missed, 200);
  EXPECT_EQ(capacity.why, "p99_s is too long");
  EXPECT_EQ(limited_by(capacity), limits::kLimitWorkers);
}

TEST(Capacity, IsALowerBoundWhereTheGeneratorGaveOutFirst) {
  const Capacity capacity = walked({}, Outcome::kGenerator);
  EXPECT_EQ(capacity.ending, Ending::kGenerator);
  EXPECT_EQ(capacity.met, 200);
  EXPECT_EQ(capacity.why, "the clients gave out before the server: p99_s is too long");
}

TEST(Capacity, IsNoneWhereTheLeastLoadIsMissed) {
  const Capacity capacity = walked({.least = 300});
  EXPECT_EQ(capacity.ending, Ending::kNeverMet);
  EXPECT_FALSE(capacity.met);
}

TEST(Capacity, IsThatOfTheGeneratorWhereEvenTheLeastLoadIsTooMuchForIt) {
  EXPECT_EQ(walked({.least = 300}, Outcome::kGenerator).ending, Ending::kGenerator);
}

TEST(Capacity, IsAtTheEndOfItsAxisWhereTheGreatestLoadIsMet) {
  const Capacity capacity = walked({.most = 150});
  EXPECT_EQ(capacity.ending, Ending::kAxisEnd);
  EXPECT_EQ(capacity.met, 150);
  EXPECT_EQ(limited_by(capacity), limits::kLimitPace);
}

TEST(Capacity, GivesTheExitCode) {
  EXPECT_EQ(exit_code(ended_by({Ending::kSlo, Ending::kAxisEnd})), ExitCode::kOk);
  EXPECT_EQ(exit_code(ended_by({Ending::kSlo, Ending::kGenerator})), ExitCode::kUnable);
  EXPECT_EQ(exit_code(ended_by({Ending::kBudget})), ExitCode::kUnable);
  EXPECT_EQ(exit_code(ended_by({Ending::kNotShown})), ExitCode::kUnable);
  EXPECT_EQ(exit_code(ended_by({Ending::kNotShown, Ending::kNeverMet})), ExitCode::kFailed);
  EXPECT_EQ(exit_code(ended_by({Ending::kNeverMet, Ending::kInterrupted})), ExitCode::kInterrupted);
}

TEST(Capacity, IsDescribedInOneLineEach) {
  Capacity none{.subject = "process-s1-get-1MB-c64", .ending = Ending::kNeverMet, .why = "slow"};
  none.missed = 1;
  EXPECT_EQ(describe({made_capacity(), none}, LoadAxis::kRate),
            "scenario                capacity (requests/s)    interval  p99 there  limited by  "
            "ended by\n"
            "thread-s1-get-1MB-c4                      200  200 to 210    30.0 ms  workers     "
            "slo: p99_s is too long\n"
            "process-s1-get-1MB-c64                      -      0 to 1          -  -           "
            "never_met: slow\n");
}

TEST(Capacity, IsALineOfTheSummary) {
  const std::string csv = to_csv({made_capacity()}, LoadAxis::kRate, parse_slo("p99 < 50ms"));
  EXPECT_THAT(csv, HasSubstr("\nthread-s1-get-1MB-c4,rate,\"p99 < 50ms, failed = 0\",200,210,"));
  EXPECT_THAT(csv, HasSubstr(",workers,slo,p99_s is too long,6\n"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
