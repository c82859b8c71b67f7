// Each format against a golden file, and against texts that would break out of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text_layout.h"
#include "base/units.h"
#include "orchestrator/diff/show/explain.h"
#include "orchestrator/diff/show/forest.h"
#include "orchestrator/diff/show/format_csv.h"
#include "orchestrator/diff/show/format_json.h"
#include "orchestrator/diff/show/format_junit.h"
#include "orchestrator/diff/show/format_markdown.h"
#include "orchestrator/diff/show/format_text.h"
#include "tests/orchestrator/diff/tables.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kData = GAUNTLET_SOURCE_DIR "/tests/orchestrator/diff/data/";

// A row of each verdict: regression, invalid, missing, inconclusive, improvement, equivalent,
// added.
Comparison example() {
  const table::Table base = table::read_table(kData + "base.csv");
  const table::Table fresh = table::read_table(kData + "new.csv");
  return compare(base, fresh, {});
}

// To renew one: orchestrator diff base.csv new.csv --format FORMAT --output golden.ENDING
std::string golden(const std::string& name) {
  std::ifstream in(kData + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Formats, OfTextAreAsTheGoldenFile) { EXPECT_EQ(format_text(example()), golden("golden.txt")); }

// One that has become slower, and one with a long name that is missing.
Comparison two_rows() {
  const Side base{
      .passes = 5, .used = 5, .value = 2.0 * kGiB, .spread = 0.02, .limited_by = "disk"};
  const Side fresh{
      .passes = 5, .used = 5, .value = 1.0 * kGiB, .spread = 0.03, .limited_by = "server_cpu"};
  ComparedRow slower{.name = "thread-s5-get-10MB-c50",
                     .metric = table::find_column("aggregate_Bps"),
                     .base = base,
                     .fresh = fresh,
                     .verdict = Verdict::kRegression};
  slower.judged = RowJudgement{
      .change = {.value = std::log(1 / 0.5), .low = std::log(1 / 0.6), .high = std::log(1 / 0.4)},
      .q = 0.01,
      .rank_p = 0.02,
      .detectable = 0.05};
  ComparedRow missing{.name = "process-s50-upload-100MB-c500-rate=1000-slots=4",
                      .metric = slower.metric,
                      .base = base,
                      .verdict = Verdict::kMissing,
                      .reason = "not in the new table, since the sweep that made it was ended"};
  return {.rows = {slower, missing}};
}

std::string rows_of(const std::string& text) { return text.substr(0, text.find("\n\n") + 1); }

TEST(FormatText, TakesOneLineForARowWhereItFits) {
  EXPECT_EQ(
      rows_of(format_text(two_rows(), 200)),
      "verdict     row                                              change                         "
      "q "
      "(rank)     n    detects  metric         base              new               limited by\n"
      "regression  thread-s5-get-10MB-c50                           -50.0% worse [-60.0%, -40.0%]  "
      "0.01 "
      "(0.02)  5+5  5.0%     aggregate_Bps  2.00 GiB/s ±2.0%  1.00 GiB/s ±3.0%  disk -> "
      "server_cpu\n"
      "missing     process-s50-upload-100MB-c500-rate=1000-slots=4                                 "
      "             5+0           aggregate_Bps  2.00 GiB/s ±2.0%  -                 disk -> ?\n"
      "    not in the new table, since the sweep that made it was ended\n");
}

TEST(FormatText, PutsWhatWasMeasuredOnALineOfItsOwnWhereALineIsTooLong) {
  EXPECT_EQ(
      rows_of(format_text(two_rows(), 120)),
      "verdict     row                     change                         q (rank)     n    "
      "detects\n"
      "    metric         base              new               limited by\n"
      "regression  thread-s5-get-10MB-c50  -50.0% worse [-60.0%, -40.0%]  0.01 (0.02)  5+5  5.0%\n"
      "    aggregate_Bps  2.00 GiB/s ±2.0%  1.00 GiB/s ±3.0%  disk -> server_cpu\n"
      "missing  process-s50-upload-100MB-c500-rate=1000-slots=4\n"
      "                                                                                5+0\n"
      "    aggregate_Bps  2.00 GiB/s ±2.0%  -                 disk -> ?\n"
      "    not in the new table, since the sweep that made it was ended\n");
}

TEST(FormatText, BreaksLinesFurtherOnANarrowTerminal) {
  EXPECT_EQ(rows_of(format_text(two_rows(), 60)),
            "verdict  row  change                         q (rank)\n"
            "    n    detects\n"
            "    metric         base              new\n"
            "    limited by\n"
            "regression  thread-s5-get-10MB-c50\n"
            "              -50.0% worse [-60.0%, -40.0%]  0.01 (0.02)\n"
            "    5+5  5.0%\n"
            "    aggregate_Bps  2.00 GiB/s ±2.0%  1.00 GiB/s ±3.0%\n"
            "    disk -> server_cpu\n"
            "missing  process-s50-upload-100MB-c500-rate=1000-slots=4\n"
            "    5+0\n"
            "    aggregate_Bps  2.00 GiB/s ±2.0%  -\n"
            "    disk -> ?\n"
            "    not in the new table, since the sweep that made it was\n"
            "    ended\n");
}

TEST(Formats, SayFirstWhichRowsCannotBeBelieved) {
  Comparison comparison = two_rows();
  comparison.distrust = {"2 of 4 rows are not valid:", "  2 steal: why"};
  EXPECT_THAT(format_text(comparison),
              testing::StartsWith("2 of 4 rows are not valid:\n  2 steal: why\n\nverdict "));
  EXPECT_THAT(format_markdown(comparison), HasSubstr("- 2 of 4 rows are not valid:\n"));
}

TEST(FormatText, HoldsEveryLineWithinTheWidth) {
  for (const std::size_t width : {40u, 55u, 80u, 120u, 300u}) {
    std::istringstream lines(format_text(example(), width));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), width) << line;
  }
}

TEST(Formats, OfMarkdownAreAsTheGoldenFile) {
  EXPECT_EQ(format_markdown(example()), golden("golden.md"));
}

TEST(Formats, OfJsonAreAsTheGoldenFile) {
  EXPECT_EQ(format_json(example()), golden("golden.json"));
}

TEST(Formats, OfJUnitAreAsTheGoldenFile) {
  EXPECT_EQ(format_junit(example()), golden("golden.xml"));
}

TEST(Formats, OfCsvAreAsTheGoldenFile) { EXPECT_EQ(format_csv(example()), golden("golden.csv")); }

TEST(Formats, ShowEveryVerdict) {
  const Comparison comparison = example();
  for (const Verdict verdict :
       {Verdict::kRegression, Verdict::kNotValid, Verdict::kMissing, Verdict::kInconclusive,
        Verdict::kImprovement, Verdict::kEquivalent, Verdict::kAdded})
    EXPECT_EQ(comparison.counts.count(verdict), 1u) << to_string(verdict);
}

Comparison named(const std::string& name) {
  Comparison comparison = compare(drawn_table(), slower_table(1.3), {});
  comparison.rows.front().name = name;
  comparison.rows.front().reason = name;
  return comparison;
}

TEST(Formats, OfMarkdownKeepTextsInTheirCells) {
  const std::string text = format_markdown(named("a|b<script>`c`\n# d"));
  EXPECT_THAT(text, HasSubstr("`a\\|b&lt;script>'c' # d`"));
}

TEST(Formats, OfMarkdownFitIntoACommentWhateverTheTable) {
  Comparison comparison = compare(drawn_table(), slower_table(1.3), {});
  const ComparedRow row = comparison.rows.front();
  comparison.rows.insert(comparison.rows.end(), 5000, row);
  const std::string text = format_markdown(comparison);
  EXPECT_LT(text.size(), 65536u);
  EXPECT_THAT(text, HasSubstr("and 4951 more"));
}

TEST(Formats, OfJUnitEscapeTexts) {
  EXPECT_THAT(format_junit(named("<&\">\x01")), HasSubstr("name=\"&lt;&amp;&quot;&gt;\\x01\""));
}

TEST(Formats, OfJsonTakeAnyBytes) {
  EXPECT_FALSE(nlohmann::json::parse(format_json(named("\xff\"\n"))).is_null());
}

TEST(Formats, OfCsvQuoteTexts) {
  EXPECT_THAT(format_csv(named("a,\"b\"")), HasSubstr("\"a,\"\"b\"\"\""));
}

TEST(Explain, SaysInWordsWhyARowIsARegression) {
  const std::string text = explain(compare(drawn_table(), slower_table(1.3), {}));
  EXPECT_THAT(text, HasSubstr("Each change is divided by its standard error"));
  EXPECT_THAT(text, HasSubstr("thread-s5-get-10MB-c5: regression"));
  EXPECT_THAT(text, HasSubstr("within the level of 0.03"));
}

TEST(Forest, IsOfNumbersOnly) {
  const report::pictures::Drawing drawing = draw_forest(named("'; system('x') #"));
  EXPECT_THAT(drawing.data, Not(HasSubstr("system")));
  EXPECT_EQ(std::count(drawing.data.begin(), drawing.data.end(), '\n'), 12);
}

TEST(Forest, ShowsChangesInPercent) {
  const report::pictures::Drawing drawing = draw_forest(example());
  EXPECT_THAT(drawing.script, HasSubstr("logarithmic = 0\n"));
  EXPECT_THAT(drawing.script, HasSubstr("bound_high = 5\n"));
}

TEST(Forest, ShowsFactorsOnALogarithmicAxisWhereAChangeIsOverTwo) {
  Comparison comparison = example();
  comparison.rows[1].judged->change = {
      .value = std::log(8), .low = std::log(7), .high = std::log(9)};
  const report::pictures::Drawing drawing = draw_forest(comparison);
  EXPECT_THAT(drawing.script, HasSubstr("logarithmic = 1\n"));
  EXPECT_THAT(drawing.script, HasSubstr("bound_high = 1.05\n"));
  EXPECT_THAT(drawing.data, HasSubstr("2 8 7 9 "));
}

TEST(Forest, LetsAnIntervalThatIsNotKnownReachBeyondThePicture) {
  Comparison comparison = example();
  comparison.rows[1].judged->change = {.value = std::log(1.1)};
  const report::pictures::Drawing drawing = draw_forest(comparison);
  EXPECT_THAT(drawing.data, Not(HasSubstr("inf")));
  EXPECT_THAT(drawing.data, HasSubstr("2 10 -"));
}

TEST(Forest, SaysAtItsFootWhereBothSidesWereMeasuredAndWhatIsLeftOut) {
  const std::string script = draw_forest(example()).script;
  EXPECT_THAT(script, HasSubstr("'base: measured "));
  EXPECT_THAT(script, HasSubstr("78 rows, 5 left out (failed or not valid)"));
  EXPECT_THAT(script, HasSubstr("11 of 14 compared rows are shown"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff::show
