#include "orchestrator/commands/capacity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "orchestrator/options.h"

namespace gauntlet::orchestrator::capacity {
namespace {

commands::CapacityOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"orchestrator", "capacity", "m.yaml"});
  return std::get<commands::CapacityOptions>(
      parse_options(static_cast<int>(arguments.size()), arguments.data()));
}

// What a bad request is told before anything is read or run.
std::string problem_of(const std::vector<const char*>& arguments) {
  try {
    commands::execute(parse(arguments));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    return error.what();
  }
  return "understood";
}

TEST(CapacityCommand, SearchesTheRateUnlessToldOtherwise) {
  EXPECT_EQ(parse({"--slo", "p99 < 1s"}).axis, LoadAxis::kRate);
  EXPECT_EQ(parse({"--slo", "p99 < 1s", "--axis", "client_pool"}).axis, LoadAxis::kClients);
}

TEST(CapacityCommand, KeepsItsCommandLineForTheRecord) {
  EXPECT_THAT(
      parse({"--slo", "p99 < 1s, failed = 0"}).campaign.command_line,
      testing::ElementsAre("orchestrator", "capacity", "m.yaml", "--slo", "p99 < 1s, failed = 0"));
}

TEST(CapacityCommand, NamesEveryBadValueWithItsFix) {
  using testing::HasSubstr;
  const char* slo = "p99 < 1s";
  EXPECT_THAT(problem_of({"--slo", "p98 < 1s"}), HasSubstr("'p98' is no column"));
  EXPECT_THAT(problem_of({"--slo", slo, "--precision", "5"}), HasSubstr("write it as 5%"));
  EXPECT_THAT(problem_of({"--slo", slo, "--precision", "60%"}), HasSubstr("from 1% to 50%"));
  EXPECT_THAT(problem_of({"--slo", slo, "--from", "9", "--to", "8"}), HasSubstr("exchange them"));
  EXPECT_THAT(problem_of({"--slo", slo, "--from", "0"}), HasSubstr("numbers above 0"));
  EXPECT_THAT(problem_of({"--slo", slo, "--axis", "client_pool", "--to", "1.5"}),
              HasSubstr("take whole numbers above 0, up to 10,000 clients"));
  EXPECT_THAT(problem_of({"--slo", slo, "--point-duration", "1ms"}),
              HasSubstr("must be 500ms or more"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
