#include "orchestrator/diff/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "tests/orchestrator/diff/tables.h"

namespace gauntlet::orchestrator::diff {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const ComparedRow& chosen_row(const Comparison& comparison) {
  for (const ComparedRow& row : comparison.rows)
    if (row.name == "thread-s5-get-10MB-c5") return row;
  throw std::logic_error("the row is not there");
}

void change(table::Table& table, const std::function<void(table::Row&)>& how) {
  for (table::Row& row : table.rows)
    if (chosen(row)) how(row);
}

void remove_chosen(table::Table& table) {
  table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(), chosen), table.rows.end());
}

TEST(Compare, OfTheSameTableTwiceFindsEverythingEquivalent) {
  const table::Table table = drawn_table();
  const Comparison result = compare(table, table, {});
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_EQ(result.counts.at(Verdict::kEquivalent), 12u);
  EXPECT_THAT(result.reasons, IsEmpty());
}

TEST(Compare, FailsOnARegressionAndPutsItFirst) {
  const Comparison result = compare(drawn_table(), slower_table(1.3), {});
  EXPECT_EQ(result.exit_code, ExitCode::kFailed);
  EXPECT_EQ(result.rows.front().name, "thread-s5-get-10MB-c5");
  EXPECT_EQ(result.rows.front().verdict, Verdict::kRegression);
  EXPECT_STREQ(result.rows.front().metric->name, "aggregate_Bps");
  EXPECT_EQ(result.counts.at(Verdict::kRegression), 1u);
}

TEST(Compare, FindsAnImprovementWhenTheTablesAreSwapped) {
  const Comparison result = compare(slower_table(1.3), drawn_table(), {});
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kImprovement);
}

TEST(Compare, OnlyWarnsWhenToldSo) {
  CompareOptions options;
  options.warn_only = true;
  const Comparison result = compare(drawn_table(), slower_table(1.3), options);
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_TRUE(result.regressed());
  table::Table without = drawn_table();
  remove_chosen(without);
  EXPECT_EQ(compare(drawn_table(), without, options).exit_code, ExitCode::kUnable);
}

TEST(Compare, DoesNotCareInWhichOrderTheRowsStand) {
  table::Table base = drawn_table();
  table::Table fresh = slower_table(1.3);
  const Comparison there = compare(base, fresh, {});
  std::reverse(base.rows.begin(), base.rows.end());
  std::rotate(fresh.rows.begin(), fresh.rows.begin() + 17, fresh.rows.end());
  const Comparison again = compare(base, fresh, {});
  ASSERT_EQ(there.rows.size(), again.rows.size());
  for (std::size_t i = 0; i < there.rows.size(); ++i) {
    EXPECT_EQ(there.rows[i].name, again.rows[i].name);
    EXPECT_EQ(there.rows[i].judged->q, again.rows[i].judged->q);
  }
}

TEST(Compare, ShowsMissingRowsAndCannotJudge) {
  table::Table fresh = drawn_table();
  remove_chosen(fresh);
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.exit_code, ExitCode::kUnable);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kMissing);
  EXPECT_THAT(result.reasons, Contains("1 row is missing"));
}

TEST(Compare, ShowsAddedRowsAndGoesOn) {
  table::Table base = drawn_table();
  remove_chosen(base);
  const Comparison result = compare(base, drawn_table(), {});
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kAdded);
}

TEST(Compare, TakesErrorsOfTheNewTableForARegression) {
  table::Table fresh = drawn_table();
  change(fresh, [](table::Row& row) {
    if (row.pass == 2) row.status = "failed";
  });
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.exit_code, ExitCode::kFailed);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kRegression);
  EXPECT_THAT(chosen_row(result).reason, HasSubstr("1 of 6 passes failed"));
  EXPECT_EQ(chosen_row(compare(fresh, drawn_table(), {})).verdict, Verdict::kImprovement);
}

TEST(Compare, CannotJudgeWhatFailsOnBothSides) {
  table::Table table = drawn_table();
  change(table, [](table::Row& row) { row.status = "failed"; });
  const Comparison result = compare(table, table, {});
  EXPECT_EQ(result.exit_code, ExitCode::kUnable);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kNotValid);
}

TEST(Compare, LeavesOutPassesThatCannotBeBelieved) {
  table::Table fresh = drawn_table();
  change(fresh, [](table::Row& row) {
    if (row.pass == 2) {
      row.valid = table::kInvalid;
      row.aggregate_Bps = 1;
    }
  });
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_EQ(chosen_row(result).fresh.used, 5u);
}

TEST(Compare, CannotJudgeRowsMostOfWhosePassesCannotBeBelieved) {
  table::Table fresh = drawn_table();
  change(fresh, [](table::Row& row) {
    if (row.pass <= 2) return;
    row.valid = table::kInvalid;
    row.note = "the host was busy";
  });
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.exit_code, ExitCode::kUnable);
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kNotValid);
  EXPECT_THAT(chosen_row(result).reason,
              HasSubstr("only 2 of 6 passes of the new table can be used: the host was busy"));
}

TEST(Compare, PrefersTheRegressionToWhatCannotBeJudged) {
  table::Table fresh = slower_table(1.3);
  fresh.rows.erase(std::remove_if(fresh.rows.begin(), fresh.rows.end(),
                                  [](const table::Row& row) { return row.client_pool == 50; }),
                   fresh.rows.end());
  EXPECT_EQ(compare(drawn_table(), fresh, {}).exit_code, ExitCode::kFailed);
}

TEST(Compare, CannotJudgeWhenTooMuchIsInconclusive) {
  const table::Table base = drawn_table({.cv = 0.3});
  const table::Table fresh = drawn_table({.cv = 0.3, .seed = 2});
  CompareOptions options;
  EXPECT_EQ(compare(base, fresh, options).exit_code, ExitCode::kUnable);
  options.max_inconclusive = 1;
  EXPECT_EQ(compare(base, fresh, options).exit_code, ExitCode::kOk);
}

TEST(Compare, CannotJudgeSinglePasses) {
  const table::Table table = drawn_table({.passes = 1});
  EXPECT_EQ(compare(table, table, {}).exit_code, ExitCode::kUnable);
}

TEST(Compare, RefusesTablesWithoutRows) {
  try {
    compare(drawn_table(), {}, {});
    FAIL() << "compared";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    EXPECT_STREQ(error.what(), "the new table has no rows; measure one");
  }
}

TEST(Compare, RefusesTablesOfDifferentMachines) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows) row.machine = "another";
  try {
    compare(drawn_table(), fresh, {});
    FAIL() << "compared";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("machine is 'm' in the base and 'another' in the new"));
  }
}

TEST(Compare, ComparesDifferentMachinesWhenToldSoAndWarns) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows) row.machine = "another";
  CompareOptions options;
  options.allow_env = true;
  const Comparison result = compare(drawn_table(), fresh, options);
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("machine is 'm'")));
}

TEST(Compare, MayCompareDifferentVersions) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows) row.version = "9";
  EXPECT_EQ(compare(drawn_table(), fresh, {}).exit_code, ExitCode::kOk);
}

TEST(Compare, NamesAColumnThatOnlyOneTableHas) {
  table::Table fresh = drawn_table();
  fresh.settings = {"colour"};
  for (table::Row& row : fresh.rows) row.settings = {{"colour", "red"}};
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.rows.size(), 12u) << "none is missing or added";
  EXPECT_THAT(result.warnings, Contains(HasSubstr("column 'colour' is only in the new table")));
}

TEST(Compare, JudgesByTheMetricAskedFor) {
  CompareOptions options;
  options.metrics = parse_metrics({"list=p99"});
  for (const ComparedRow& row : compare(drawn_table(), drawn_table(), options).rows)
    EXPECT_STREQ(row.metric->name,
                 row.name.find("list") == std::string::npos ? "aggregate_Bps" : "p99_s");
}

TEST(Compare, CannotJudgeByWhatWasNotMeasured) {
  table::Table table = drawn_table();
  for (table::Row& row : table.rows) row.p99_s.reset();
  CompareOptions options;
  options.metrics = parse_metrics({"p99_s"});
  const Comparison result = compare(table, table, options);
  EXPECT_EQ(result.exit_code, ExitCode::kUnable);
  EXPECT_EQ(chosen_row(result).reason, "the metric was not measured");
}

TEST(Metrics, RefuseWhatHasNoDirection) {
  EXPECT_THROW(parse_metrics({"status"}), Error);
  EXPECT_THROW(parse_metrics({"list=nothing"}), Error);
}

TEST(Compare, GivesTailsAsAdviceOnly) {
  table::Table fresh = drawn_table();
  change(fresh, [](table::Row& row) { row.p99_s = 1.5 * *row.p99_s; });
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
  EXPECT_THAT(result.notes, Contains(HasSubstr("in 1 of 12 rows, most in thread-s5-get-10MB-c5")));
}

TEST(Compare, ReadsTablesOfTheOriginal) {
  std::string text =
      "timestamp;mode;server_pool;operation;volume;client_pool;avg_time_s;throughput_Bps;success;"
      "fail\n";
  for (int pass = 0; pass < 5; ++pass)
    for (const char* mode : {"thread", "process"})
      text += fmt::format("2026-01-0{};{};5;download;10;1;0.0{};1000{};1;0\n", pass + 1, mode,
                          10 + pass % 2, pass);
  const table::Table table = table::parse_table(text, "original.csv");
  const Comparison result = compare(table, table, {});
  ASSERT_EQ(result.rows.size(), 2u);
  EXPECT_STREQ(result.rows[0].metric->name, "throughput_Bps");
  EXPECT_EQ(result.rows[0].base.used, 5u);
  EXPECT_EQ(result.exit_code, ExitCode::kOk);
}

TEST(Compare, SaysWhatItMeansThatNothingIsCalibrated) {
  EXPECT_THAT(compare(drawn_table(), drawn_table(), {}).warnings,
              Contains(HasSubstr("no calibration")));
}

TEST(Compare, CannotJudgeWhenTheWholeTableHasShifted) {
  const table::Table fresh =
      drawn_table({.seed = 2, .slowness = [](const table::Row&) { return 1.2; }});
  CompareOptions options;
  options.calibration = Calibration{{{"get", 0.0001}, {"list", 0.0001}}};
  const Comparison result = compare(drawn_table(), fresh, options);
  EXPECT_EQ(result.exit_code, ExitCode::kUnable);
  EXPECT_THAT(result.reasons, Contains(HasSubstr("machine or build; run orchestrator ab")));
}

TEST(Compare, PairsThePassesOfALiveComparison) {
  table::Table base = drawn_table();
  table::Table fresh = slower_table(1.3);
  for (table::Table* table : {&base, &fresh})
    for (table::Row& row : table->rows) row.ab = "1";
  CompareOptions options;
  options.calibration = Calibration{};
  const Comparison result = compare(base, fresh, options);
  EXPECT_TRUE(result.options.paired);
  EXPECT_NEAR(chosen_row(result).judged->rank_p, 2 / 64.0, 1e-12);  // all six differences agree
  EXPECT_THAT(result.warnings, Contains(HasSubstr("the calibration is not used")));
}

TEST(Compare, TakesAQuarterOfTheLevelsInALiveComparison) {
  table::Table base = drawn_table();
  table::Table fresh = drawn_table({.seed = 3});
  EXPECT_EQ(compare(base, fresh, {}).options.share_of_levels, 1);
  for (table::Table* table : {&base, &fresh})
    for (table::Row& row : table->rows) row.ab = "1";
  EXPECT_EQ(compare(base, fresh, {}).options.share_of_levels, 0.25);
}

TEST(Compare, CountsPassesOfALiveComparisonThatAreNotValid) {
  table::Table base = drawn_table();
  table::Table fresh = slower_table(1.3);
  for (table::Table* table : {&base, &fresh})
    for (table::Row& row : table->rows) {
      row.ab = "1";
      row.valid = table::kInvalid;
    }
  const Comparison result = compare(base, fresh, {});
  EXPECT_EQ(chosen_row(result).verdict, Verdict::kRegression);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("144 of 144 passes are not valid")));
}

TEST(Compare, LeavesOutAPassInWhichNoRequestWasMade) {
  table::Table fresh = drawn_table({.seed = 3});
  table::Row& row = *std::find_if(fresh.rows.begin(), fresh.rows.end(), chosen);
  row.requests = 0;
  row.aggregate_Bps.reset();
  const Comparison result = compare(drawn_table(), fresh, {});
  EXPECT_EQ(chosen_row(result).fresh.used, 5u);
}

TEST(Compare, NamesOperationsThatTheCalibrationDoesNotKnow) {
  CompareOptions options;
  options.calibration = Calibration{{{"get", 0.0001}}};
  EXPECT_THAT(compare(drawn_table(), drawn_table(), options).warnings,
              Contains(HasSubstr("does not know 'list'")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
