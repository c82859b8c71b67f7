// The commands ab and calibrate as users call them, but for what runs programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "orchestrator/options.h"
#include "orchestrator/table/csv.h"
#include "tests/orchestrator/diff/tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::ab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <typename Options>
Options parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "orchestrator");
  return std::get<Options>(parse_options(static_cast<int>(arguments.size()), arguments.data()));
}

TEST(AbOptions, NeedBothBuildsOrASetting) {
  EXPECT_EQ(parse<commands::AbOptions>({"ab", "m.yaml", "--new-set=slots=4"}).base, "");
  EXPECT_THROW(parse<commands::AbOptions>({"ab", "m.yaml", "--base", "a"}), CLI::ParseError);
  EXPECT_THROW(parse<commands::AbOptions>({"ab", "m.yaml", "--new", "a"}), CLI::ParseError);
}

TEST(AbOptions, SayHowToJudgeAndHowToShowIt) {
  const auto options =
      parse<commands::AbOptions>({"ab", "m.yaml", "--base", "a", "--new", "make it", "--min-effect",
                                  "3%", "--format", "json", "--budget", "10m"});
  EXPECT_EQ(options.base, "a");
  EXPECT_EQ(options.fresh, "make it");
  EXPECT_EQ(options.verdict.compare.judge.min_effect, 0.03);
  EXPECT_THAT(options.verdict.formats, ElementsAre("json"));
  EXPECT_EQ(options.budget, std::chrono::minutes(10));
}

TEST(AbOptions, AllowNoMorePassesThanTheLastLook) {
  EXPECT_EQ(parse<commands::AbOptions>({"ab", "m", "--base=a", "--new=b", "--passes=40"}).passes,
            40u);
  EXPECT_THROW(parse<commands::AbOptions>({"ab", "m", "--base=a", "--new=b", "--passes=41"}),
               CLI::ParseError);
}

TEST(AbOptions, AreCheckedBeforeAnythingRuns) {
  commands::AbOptions options =
      parse<commands::AbOptions>({"ab", "none.yaml", "--base=a", "--new=b"});
  options.verdict.outputs = {"x"};
  try {
    commands::execute(options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    EXPECT_THAT(error.what(), HasSubstr("--output"));
  }
}

TEST(Ab, NamesTheOptionWhoseSettingIsWrong) {
  const TemporaryFolder folder;
  folder.write(
      "m.yaml",
      "servers: {far: {url: \"http://files.example/\"}}\n"
      "settings: {mode: thread, server_pool: 1, operation: get, volume: 1, client_pool: 1}");
  const auto refusal = [&folder](commands::AbOptions options) -> std::string {
    options.file = (folder / "m.yaml").string();
    try {
      commands::execute(options);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal({.base_set = {"slots=x"}}), HasSubstr("--base-set: key 'slots': 'x'"));
  EXPECT_THAT(refusal({.fresh_set = {"passes=2"}}),
              HasSubstr("--new-set: key 'passes': is a key of the whole"));
  EXPECT_THAT(
      refusal({.base = "server_pool", .fresh = "fat"}),
      HasSubstr("--new: 'fat' is no server of the file, and no folder; did you mean 'far'?"));
  EXPECT_THAT(refusal({.fresh = "far", .fresh_set = {"server=server_pool"}}),
              HasSubstr("--new names the server 'far'"));
}

TEST(CalibrateOptions, NeedAMatrixOrTables) {
  EXPECT_THROW(parse<commands::CalibrateOptions>({"calibrate"}), CLI::ParseError);
  EXPECT_EQ(parse<commands::CalibrateOptions>({"calibrate", "m.yaml"}).sweeps, diff::kLeastSweeps);
  EXPECT_THAT(parse<commands::CalibrateOptions>({"calibrate", "--tables", "a", "b"}).tables,
              ElementsAre("a", "b"));
}

TEST(CalibrateOptions, RefuseTooFewSweepsAndPasses) {
  EXPECT_THROW(parse<commands::CalibrateOptions>({"calibrate", "m.yaml", "--sweeps=5"}),
               CLI::ParseError);
  EXPECT_THROW(parse<commands::CalibrateOptions>({"calibrate", "m.yaml", "--passes=1"}),
               CLI::ParseError);
}

TEST(CalibrateOptions, DoNotMixSweepsAndTables) {
  EXPECT_THROW(parse<commands::CalibrateOptions>({"calibrate", "m.yaml", "--tables", "a"}),
               CLI::ParseError);
  EXPECT_THROW(parse<commands::CalibrateOptions>({"calibrate", "--sweeps=7", "--tables", "a"}),
               CLI::ParseError);
}

TEST(Ab, RefusesAPictureThatItCannotDrawBeforeItRunsAnything) {
  commands::AbOptions options{.file = "none.yaml", .base = "none", .fresh = "none"};
  for (const char* plot : {"x.pdf", "no/folder/x.svg"}) {
    options.verdict.plot = plot;
    try {
      commands::execute(options);
      FAIL() << "ran";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kBadInput);
      EXPECT_THAT(error.what(), testing::StartsWith("--plot"));
    }
  }
}

TEST(Calibrate, WritesWhatDiffReads) {
  const TemporaryFolder folder;
  commands::CalibrateOptions options;
  options.output = (folder / "host.json").string();
  for (std::uint64_t seed = 1; seed <= diff::kLeastSweeps; ++seed) {
    const table::Table table = diff::drawn_table({.seed = seed});
    std::string text = table::header_line(table.settings);
    for (const table::Row& row : table.rows) text += table::row_line(row);
    folder.write(std::to_string(seed), text);
    options.tables.push_back((folder / std::to_string(seed)).string());
  }
  testing::internal::CaptureStdout();
  EXPECT_EQ(commands::execute(options), ExitCode::kOk);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("host.json"));
  const diff::Calibration calibration = diff::read_calibration(options.output);
  for (const char* operation : {"get", "list"})
    EXPECT_LT(calibration.tau2.at(operation), 0.01 * 0.01) << operation;
}

}  // namespace
}  // namespace gauntlet::orchestrator::ab
