#include "orchestrator/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <vector>

namespace gauntlet::orchestrator {
namespace {

using testing::ElementsAre;

Command parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "orchestrator");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, RunAMatrixWithTheDefaults) {
  const auto options = std::get<RunOptions>(parse({"run", "m.yaml"}));
  EXPECT_EQ(options.file, "m.yaml");
  EXPECT_EQ(options.results, "results");
  EXPECT_FALSE(options.quiet);
  EXPECT_FALSE(options.no_plots);
  EXPECT_THAT(options.command_line, ElementsAre("orchestrator", "run", "m.yaml"));
}

TEST(Options, TakeSeveralSelections) {
  const auto options =
      std::get<RunOptions>(parse({"run", "--only", "mode=thread,volume=10|50", "--only",
                                  "operation=get", "--set", "seed=2", "m.yaml"}));
  EXPECT_THAT(options.selection.only, ElementsAre("mode=thread,volume=10|50", "operation=get"));
  EXPECT_THAT(options.selection.set, ElementsAre("seed=2"));
  EXPECT_EQ(options.file, "m.yaml");
}

TEST(Options, NameTheOtherCommands) {
  EXPECT_EQ(std::get<ListOptions>(parse({"list", "m.yaml"})).file, "m.yaml");
  EXPECT_EQ(std::get<ValidateOptions>(parse({"validate", "m.yaml"})).file, "m.yaml");
  const auto plot = std::get<PlotOptions>(parse({"plot", "t.csv", "--output", "p"}));
  EXPECT_EQ(plot.table, "t.csv");
  EXPECT_EQ(plot.output, "p");
}

TEST(Options, RefuseWhatIsNoCommand) {
  EXPECT_THROW(parse({}), CLI::ParseError);
  EXPECT_THROW(parse({"sprint"}), CLI::ParseError);
  EXPECT_THROW(parse({"run"}), CLI::ParseError);
  EXPECT_THROW(parse({"run", "a.yaml", "b.yaml"}), CLI::ParseError);
  EXPECT_THROW(parse({"run", "a.yaml", "--fast"}), CLI::ParseError);
}

}  // namespace
}  // namespace gauntlet::orchestrator
