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

TEST(Options, NameTheCommandThatAMisspeltOneMayMean) {
  try {
    parse({"lst", "m.yaml"});
    FAIL();
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(), "'lst' is no command; did you mean 'list'?");
  }
}

TEST(Options, RunAMatrixWithTheDefaults) {
  const auto options = std::get<commands::RunOptions>(parse({"run", "m.yaml"}));
  EXPECT_EQ(options.file, "m.yaml");
  EXPECT_EQ(options.campaign.results, "results");
  EXPECT_FALSE(options.campaign.quiet);
  EXPECT_FALSE(options.no_plots);
  EXPECT_THAT(options.campaign.command_line, ElementsAre("orchestrator", "run", "m.yaml"));
}

TEST(Options, TakeSeveralSelections) {
  const auto options =
      std::get<commands::RunOptions>(parse({"run", "--only", "mode=thread,volume=10|50", "--only",
                                            "operation=get", "--set", "seed=2", "m.yaml"}));
  EXPECT_THAT(options.selection.only, ElementsAre("mode=thread,volume=10|50", "operation=get"));
  EXPECT_THAT(options.selection.set, ElementsAre("seed=2"));
  EXPECT_EQ(options.file, "m.yaml");
}

TEST(Options, SaySweepKeysAsSet) {
  const auto options = std::get<commands::RunOptions>(
      parse({"run", "m.yaml", "--passes", "3", "--order", "shuffled", "--set", "passes=2"}));
  EXPECT_THAT(options.selection.set, ElementsAre("passes=2", "passes=3", "order=shuffled"));
}

TEST(Options, RefuseSweepKeysOutOfBounds) {
  EXPECT_THROW(parse({"run", "m.yaml", "--passes", "0"}), CLI::ParseError);
  EXPECT_THROW(parse({"run", "m.yaml", "--order", "random"}), CLI::ParseError);
}

TEST(Options, ResumeASweepByItsTableAlone) {
  const auto options = std::get<commands::RunOptions>(parse({"run", "--resume", "t.csv"}));
  EXPECT_EQ(options.resume, "t.csv");
  EXPECT_EQ(options.file, "");
}

TEST(Options, ResumeNothingElseThanTheSweepWas) {
  for (const char* option : {"--passes=2", "--order=listed", "--set=seed=2", "--only=seed=2",
                             "--budget=1m", "--shard=1/2", "--results=r"})
    EXPECT_THROW(parse({"run", "--resume", "t.csv", option}), CLI::ParseError) << option;
}

TEST(Options, PlanABudgetForWholeSweepsWithoutPasses) {
  const auto options = std::get<commands::RunOptions>(parse({"run", "m.yaml", "--budget", "10m"}));
  EXPECT_EQ(options.budget, std::chrono::minutes(10));
  EXPECT_THROW(parse({"run", "m.yaml", "--budget", "10m", "--passes", "2"}), CLI::ParseError);
  EXPECT_THROW(parse({"run", "m.yaml", "--budget", "10m", "--shard", "1/2"}), CLI::ParseError);
}

TEST(Options, TellEveryCampaignWhomToTell) {
  const std::vector<const char*> out{"--out", "jsonl=a", "--out", "jsonl=b"};
  const auto parse_with_out = [&](std::vector<const char*> arguments) {
    arguments.insert(arguments.end(), out.begin(), out.end());
    return std::visit(
        [](const auto& options) {
          if constexpr (requires { options.campaign; }) return options.campaign.asked;
          return std::vector<std::string>{};
        },
        parse(arguments));
  };
  for (const std::vector<const char*>& command :
       std::vector<std::vector<const char*>>{{"run", "m.yaml"},
                                             {"calibrate", "m.yaml"},
                                             {"capacity", "m.yaml", "--slo", "p99 < 1s"},
                                             {"ab", "m.yaml", "--base", "a", "--new", "b"}})
    EXPECT_THAT(parse_with_out(command), ElementsAre("jsonl=a", "jsonl=b")) << command[0];
}

TEST(Options, NameTheOtherCommands) {
  const auto merge =
      std::get<commands::MergeOptions>(parse({"merge", "a.csv", "b.csv", "--output", "c.csv"}));
  EXPECT_THAT(merge.tables, ElementsAre("a.csv", "b.csv"));
  EXPECT_EQ(merge.output, "c.csv");
  EXPECT_EQ(std::get<commands::ListOptions>(parse({"list", "m.yaml"})).file, "m.yaml");
  EXPECT_EQ(std::get<commands::ValidateOptions>(parse({"validate", "m.yaml"})).file, "m.yaml");
  const auto plot = std::get<commands::PlotOptions>(parse({"plot", "t.csv", "--output", "p"}));
  EXPECT_EQ(plot.table, "t.csv");
  EXPECT_EQ(plot.output, "p");
  EXPECT_EQ(std::get<commands::ShowOptions>(parse({"show", "t.csv"})).table, "t.csv");
}

TEST(Options, OfAReportAreOneTableOrTwo) {
  const auto report = [](const std::vector<const char*>& words) {
    return std::get<commands::ReportOptions>(parse(words));
  };
  EXPECT_EQ(report({"report", "t.csv"}).format, commands::ReportFormat::kHtml);
  EXPECT_EQ(report({"report", "a.csv", "b.csv", "--format", "json"}).tables.size(), 2u);
  EXPECT_THROW(report({"report"}), CLI::ParseError);
  EXPECT_THROW(report({"report", "a.csv", "b.csv", "c.csv"}), CLI::ParseError);
}

TEST(Options, SayInWhichFormASummaryIs) {
  const auto show = [](const char* format) {
    return std::get<commands::ShowOptions>(parse({"show", "t.csv", "--format", format})).format;
  };
  const auto run = [](const char* summary) {
    return std::get<commands::RunOptions>(parse({"run", "m.yaml", "--summary", summary})).summary;
  };
  EXPECT_EQ(show("markdown"), report::SummaryFormat::kMarkdown);
  EXPECT_EQ(show("text"), report::SummaryFormat::kText);
  EXPECT_EQ(run("markdown"), report::SummaryFormat::kMarkdown);
  EXPECT_EQ(run("none"), report::SummaryFormat::kNone);
  EXPECT_THROW(show("none"), CLI::ParseError);
  EXPECT_THROW(run("html"), CLI::ParseError);
}

TEST(Options, OfPlotSelectRowsAsOftenAsTheyAreGiven) {
  const auto plot = std::get<commands::PlotOptions>(
      parse({"plot", "t.csv", "--only", "mode=thread,volume=10|50", "--only", "operation=get"}));
  EXPECT_EQ(plot.only, (std::vector<std::string>{"mode=thread,volume=10|50", "operation=get"}));
}

TEST(Options, OfTopSayWhatIsShown) {
  const auto top = std::get<commands::TopOptions>(
      parse({"top", "-n", "20", "--pid", "7", "--pid", "8", "--watch"}));
  EXPECT_EQ(top.most, 20u);
  EXPECT_THAT(top.pids, ElementsAre(7, 8));
  EXPECT_TRUE(top.watch);
  EXPECT_EQ(std::get<commands::TopOptions>(parse({"top"})).most, 10u);
  for (const char* most : {"0", "1001", "-1", "x"})
    EXPECT_THROW(parse({"top", "--n", most}), CLI::ParseError) << most;
  for (const char* pid : {"0", "-1", "x", "99999999999"})
    EXPECT_THROW(parse({"top", "--pid", pid}), CLI::ParseError) << pid;
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
