// The command as users call it, but for the process around it: its exit codes and its files.
#include "orchestrator/commands/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <utility>

#include "orchestrator/diff/self_test.h"
#include "orchestrator/table/csv.h"
#include "tests/environment.h"
#include "tests/orchestrator/diff/tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::diff {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Diff : public testing::Test {
 protected:
  std::string put(const std::string& name, const std::string& text) {
    const std::string file = (folder_.path() / name).string();
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  std::string put(const std::string& name, const table::Table& table) {
    std::string text = table::header_line(table.settings);
    for (const table::Row& row : table.rows) text += table::row_line(row);
    return put(name, text);
  }

  std::string content(const std::string& name) {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  // What is on stdout does not matter here.
  ExitCode run(const commands::DiffOptions& options) {
    testing::internal::CaptureStdout();
    try {
      const ExitCode code = commands::execute(options);
      out_ = testing::internal::GetCapturedStdout();
      return code;
    } catch (const Error& error) {
      out_ = testing::internal::GetCapturedStdout();
      sentence_ = error.what();
      return error.code();
    }
  }

  std::string path(const std::string& name) { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
  std::string out_;
  std::string sentence_;
};

TEST_F(Diff, EndsWith0WithoutARegression) {
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = put("b", drawn_table({.seed = 3}))}),
            ExitCode::kOk);
  EXPECT_THAT(out_, HasSubstr("verdict: no regression"));
}

TEST_F(Diff, EndsWith1OnARegression) {
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = put("b", slower_table(1.3))}),
            ExitCode::kFailed);
}

TEST_F(Diff, EndsWith2OnATableThatCannotBeRead) {
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = path("none")}), ExitCode::kBadInput);
  EXPECT_THAT(sentence_, HasSubstr("none"));
}

TEST_F(Diff, EndsWith2OnAMalformedTableAndNamesThePlace) {
  const std::string bad = put("b",
                              "mode,server_pool,operation,volume,client_pool,p50_s\n"
                              "thread,1,get,10,1,fast\n");
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = bad}), ExitCode::kBadInput);
  EXPECT_THAT(sentence_, HasSubstr("b:2: column 'p50_s'"));
}

TEST_F(Diff, EndsWith3WhenRowsAreMissing) {
  table::Table fresh = drawn_table();
  fresh.rows.resize(1);
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = put("b", fresh)}), ExitCode::kUnable);
}

TEST_F(Diff, EndsWith3OnAnotherMachine) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows) row.machine = "another";
  EXPECT_EQ(run({.base = put("a", drawn_table()), .fresh = put("b", fresh)}), ExitCode::kUnable);
  EXPECT_THAT(sentence_, HasSubstr("--allow-env"));
}

TEST_F(Diff, EndsWith2WithoutASecondTable) {
  EXPECT_EQ(run({.base = put("a", drawn_table())}), ExitCode::kBadInput);
}

TEST_F(Diff, EndsWith2WithMoreFilesThanFormats) {
  const std::string table = put("a", drawn_table());
  EXPECT_EQ(run({.base = table, .fresh = table, .verdict = {.outputs = {path("x")}}}),
            ExitCode::kBadInput);
}

TEST_F(Diff, WritesSeveralFormatsAtOnce) {
  const std::string table = put("a", drawn_table());
  EXPECT_EQ(run({.base = table,
                 .fresh = table,
                 .verdict = {.formats = {"json", "junit", "csv"},
                             .outputs = {path("x.json"), path("x.xml")}}}),
            ExitCode::kOk);
  EXPECT_THAT(content("x.json"), StartsWith("{"));
  EXPECT_THAT(content("x.xml"), StartsWith("<?xml"));
  EXPECT_THAT(out_, StartsWith("verdict,row,metric"));
}

TEST_F(Diff, DrawsTheChanges) {
  const std::string a = put("a", drawn_table());
  const std::string b = put("b", slower_table(1.3));
  for (const char* name : {"x.svg", "x.png"})
    EXPECT_EQ(run({.base = a, .fresh = b, .verdict = {.plot = path(name)}}), ExitCode::kFailed)
        << sentence_;
  EXPECT_THAT(content("x.svg"), HasSubstr("thread-s5-get-10MB-c5"));
  EXPECT_THAT(content("x.png"), StartsWith("\x89PNG"));
}

TEST_F(Diff, RefusesPicturesOfOtherKinds) {
  const std::string table = put("a", drawn_table());
  EXPECT_EQ(run({.base = table, .fresh = table, .verdict = {.plot = path("x.gif")}}),
            ExitCode::kBadInput);
}

TEST_F(Diff, HidesNoRegressionBehindAPictureThatFails) {
  const std::string a = put("a", drawn_table());
  const std::string b = put("b", slower_table(1.3));
  for (const auto& [name, value] :
       {std::pair{"PATH", folder_.path().string()}, std::pair{"TMPDIR", path("none")}}) {
    const Environment environment(name, value);
    testing::internal::CaptureStderr();
    EXPECT_EQ(run({.base = a, .fresh = b, .verdict = {.plot = path("x.svg")}}), ExitCode::kFailed);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), StartsWith("orchestrator: "));
    EXPECT_THAT(out_, HasSubstr("verdict: regression")) << name;
  }
}

TEST_F(Diff, EndsWith3WhenOnlyThePictureFails) {
  const std::string table = put("a", drawn_table());
  const Environment environment("PATH", folder_.path().string());
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({.base = table, .fresh = table, .verdict = {.plot = path("x.svg")}}),
            ExitCode::kUnable);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("install gnuplot"));
  EXPECT_THAT(out_, HasSubstr("verdict: no regression"));
}

TEST_F(Diff, HidesNoRegressionBehindAFileThatCannotBeWritten) {
  const std::string a = put("a", drawn_table());
  const commands::VerdictOptions full{.formats = {"json"}, .outputs = {"/dev/full"}};
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({.base = a, .fresh = put("b", slower_table(1.3)), .verdict = full}),
            ExitCode::kFailed);
  EXPECT_THAT(out_, HasSubstr("verdict: regression"));
  EXPECT_EQ(run({.base = a, .fresh = a, .verdict = full}), ExitCode::kUnable);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("/dev/full"));
}

TEST_F(Diff, RefusesFilesInNoFolderBeforeItReadsATable) {
  const commands::VerdictOptions nowhere{.formats = {"json"}, .outputs = {path("none/x.json")}};
  EXPECT_EQ(run({.base = "none", .fresh = "none", .verdict = nowhere}), ExitCode::kBadInput);
  EXPECT_THAT(sentence_, StartsWith("--output: "));
  EXPECT_EQ(run({.base = "none", .fresh = "none", .verdict = {.plot = path("none/x.svg")}}),
            ExitCode::kBadInput);
  EXPECT_THAT(sentence_, StartsWith("--plot: "));
}

TEST_F(Diff, RefusesFilesThatNobodyCanWriteBeforeItReadsATable) {
  for (const std::string file : {"", "/proc/none"}) {
    const commands::VerdictOptions nowhere{.formats = {"json"}, .outputs = {file}};
    EXPECT_EQ(run({.base = "none", .fresh = "none", .verdict = nowhere}), ExitCode::kBadInput);
    EXPECT_THAT(sentence_, StartsWith("--output: '" + file + "'"));
  }
}

TEST_F(Diff, RefusesAFileForTwoFormats) {
  const std::string file = path("both");
  const commands::VerdictOptions twice{.formats = {"json", "csv"}, .outputs = {file, file}};
  EXPECT_EQ(run({.base = "none", .fresh = "none", .verdict = twice}), ExitCode::kBadInput);
  EXPECT_THAT(sentence_, HasSubstr("stands twice"));
}

TEST_F(Diff, DrawsRowsOfWhichNothingIsKnown) {
  const std::string table = put("a", drawn_table({.passes = 1}));
  EXPECT_EQ(run({.base = table, .fresh = table, .verdict = {.plot = path("x.svg")}}),
            ExitCode::kUnable);
  EXPECT_THAT(content("x.svg"), HasSubstr("</svg>")) << sentence_;
}

TEST_F(Diff, TakesACalibration) {
  write_calibration({{{"get", 0.0004}, {"list", 0.0004}}}, path("c.json"));
  EXPECT_EQ(read_calibration(path("c.json")).tau2.at("get"), 0.0004);
  EXPECT_EQ(run({.base = put("a", drawn_table()),
                 .fresh = put("b", slower_table(1.05)),
                 .calibration = path("c.json")}),
            ExitCode::kOk);
}

TEST_F(Diff, SaysWhatIsWrongWithACalibration) {
  try {
    read_calibration(put("c.json", "{\"version\":99,\"tau2\":{}}"));
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("c.json: key 'version': is not 1"));
  }
}

TEST_F(Diff, RefusesWhatIsNoCalibration) {
  for (const char* text : {"", "[]", "{\"version\":1}", "{\"version\":2,\"tau2\":{}}",
                           "{\"version\":1,\"tau2\":{\"get\":-1}}", "{\"tau2\":{\"get\":1}}"})
    EXPECT_THROW(read_calibration(put("c.json", text)), Error) << text;
  EXPECT_THROW(read_calibration(path("none")), Error);
}

TEST_F(Diff, TestsItselfOnATable) {
  EXPECT_EQ(run({.self_test = put("a", drawn_table({.passes = 8, .cv = 0.03})), .trials = 60}),
            ExitCode::kOk);
  EXPECT_THAT(out_, HasSubstr("self-test: passed"));
}

TEST_F(Diff, CannotTestItselfOnFewPasses) {
  EXPECT_EQ(run({.self_test = put("a", drawn_table({.passes = 3}))}), ExitCode::kUnable);
}

TEST(SelfTest, FailsWhenAlarmsAreFalseOrRegressionsAreNotFound) {
  EXPECT_TRUE((SelfTestResult{.trials = 100, .false_alarms = 5, .found_double = 100}.passed()));
  EXPECT_FALSE((SelfTestResult{.trials = 100, .false_alarms = 20, .found_double = 100}.passed()));
  EXPECT_FALSE((SelfTestResult{.trials = 100, .false_alarms = 0, .found_double = 80}.passed()));
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
