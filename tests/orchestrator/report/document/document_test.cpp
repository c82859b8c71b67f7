#include "orchestrator/report/document/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json_text.h"
#include "metrics/histogram.h"
#include "orchestrator/report/document/markdown.h"
#include "orchestrator/report/document/page.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/trace/show.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Lt;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Json = nlohmann::ordered_json;

Json document_of(table::Table table, const std::filesystem::path& file = "t.csv") {
  return make_document({.sources = {{.file = file, .table = std::move(table)}}, .made = "now"});
}

// The values of a column; empty where there is none.
Json column(const Json& document, const std::string& name) {
  Json values = Json::array();
  for (std::size_t i = 0; i < document.at("columns").size(); ++i)
    if (document.at("columns").at(i).at("name") == name)
      for (const Json& row : document.at("rows")) values.push_back(row.at(i));
  return values;
}

table::Table two_rows() {
  table::Table table{
      {}, {made_row("get", "thread", 10, 1, 1), made_row("get", "thread", 10, 5, 1)}, {}};
  table.rows[0].settings = {{"store", "disk"}, {"rate", "0"}};
  table.rows[1].settings = {{"store", "memory"}, {"rate", "0"}};
  return table;
}

TEST(Document, SaysWhatItIs) {
  const Json document = document_of(two_rows());
  EXPECT_EQ(document.at("schema"), "gauntlet-report");
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("title"), "t");
  EXPECT_EQ(document.at("made"), "now");
  EXPECT_TRUE(document.at("comparison").is_null());
}

TEST(Document, HasTheColumnsInWhichARowHasAValue) {
  const Json document = document_of(two_rows());
  EXPECT_THAT(column(document, "client_pool"), ElementsAre(1, 5));
  EXPECT_TRUE(column(document, "p50_s").at(0).is_null());  // of one client
  EXPECT_THAT(column(document, "iowait"), IsEmpty());
}

TEST(Document, HasSettingsThatDoNotVaryAmongItsConstants) {
  const Json document = document_of(two_rows());
  EXPECT_THAT(column(document, "store"), ElementsAre("disk", "memory"));
  EXPECT_THAT(column(document, "rate"), IsEmpty());
  std::vector<std::string> constants;
  for (const Json& constant : document.at("constants")) constants.push_back(constant.at("name"));
  EXPECT_THAT(constants, ElementsAre("mode", "server_pool", "operation", "volume", "rate"));
}

TEST(Document, HasTheAxesThatVaryWithTheirValuesInOrder) {
  const Json axes = document_of(two_rows()).at("axes");
  ASSERT_THAT(axes, SizeIs(2));
  EXPECT_EQ(axes[0].at("name"), "client_pool");
  EXPECT_EQ(axes[0].at("values"), Json({"1", "5"}));
  EXPECT_EQ(axes[0].at("numbers"), Json({1, 5}));
  EXPECT_EQ(axes[0].at("labels"), Json({"1 client", "5 clients"}));
  EXPECT_EQ(axes[1].at("numeric"), false);
}

TEST(Document, HasACellForEachPointWithItsPassesAndTheirRange) {
  table::Table table = two_rows();
  table.rows[1] = table.rows[0];
  *table.rows[1].aggregate_Bps *= 2;
  const Json cells = document_of(table).at("cells");
  ASSERT_THAT(cells, SizeIs(1));
  EXPECT_EQ(cells[0].at("rows"), Json({0, 1}));
  EXPECT_GT(cells[0].at("rate").at("high"), cells[0].at("rate").at("low"));
  EXPECT_EQ(cells[0].at("rate_unit"), "MiB/s");
}

TEST(Document, TellsOfACellWhichRowsFailedAndWhichAreNotValid) {
  table::Table table = two_rows();
  table.rows[1] = table.rows[0];
  table.rows[0].status = "late";
  table.rows[1].valid = table::kInvalid;
  table.rows[1].doubt = "steal";
  const Json cell = document_of(table).at("cells").at(0);
  EXPECT_EQ(cell.at("failed"), 1);
  EXPECT_EQ(cell.at("status"), Json({"late"}));
  EXPECT_EQ(cell.at("doubt"), Json({"steal"}));
  EXPECT_EQ(cell.at("used"), Json({1}));
  EXPECT_EQ(cell.at("valid"), false);
}

TEST(Document, HasNoFiguresOfACellThatFailed) {
  table::Table table = two_rows();
  table.rows[0].status = "failed";
  const Json cell = document_of(table).at("cells").at(0);
  EXPECT_EQ(cell.at("valid"), false);
  EXPECT_TRUE(cell.at("rate").is_null());
}

TEST(Document, SummarisesEachValueOfAnAxisByItsValidCells) {
  table::Table table = two_rows();
  table.rows[1].valid = table::kInvalid;
  const Json summaries = document_of(table).at("summaries");
  ASSERT_THAT(summaries, SizeIs(4));  // two axes of two values each
  EXPECT_EQ(summaries[0].at("valid"), 1);
  EXPECT_EQ(summaries[1].at("cells"), 1);
  EXPECT_EQ(summaries[1].at("valid"), 0);
  EXPECT_TRUE(summaries[1].at("rate").is_null());
}

TEST(Document, HasCurvesOfTheReportsBesideTheTable) {
  const TemporaryFolder folder;
  const auto file = folder / "t.csv";
  table::Table table{{}, {made_row("get", "thread", 10, 1, 1)}, {}};
  table.rows[0].scenario = "one";
  metrics::Histogram histogram;
  for (int i = 1; i <= 100'000; ++i) histogram.record(std::chrono::microseconds(i));
  const auto report = sweep::Sidecar::report_file(file, "one", 1);
  std::filesystem::create_directories(report.parent_path());
  std::ofstream(report) << json_text(
      Json{{"report", {{"histograms", {{"latency", histogram.to_json()}}}}}});
  const Json curve = document_of(table, file).at("distributions").at(0);
  EXPECT_EQ(curve.at("from"), "histogram");
  EXPECT_EQ(curve.at("requests"), 100'000);
  EXPECT_THAT(curve.at("points").size(), testing::AllOf(Gt(15U), Lt(60U)));
  EXPECT_LT(curve.at("points").back().at(0), 1);
  EXPECT_NEAR(curve.at("points").back().at(1), 0.1, 1e-4);
}

TEST(Document, HasCurvesOfTheColumnsWhereThereAreNoReports) {
  table::Table table{{}, {made_row("get", "thread", 10, 50, 1)}, {}};
  EXPECT_EQ(document_of(table).at("distributions").at(0).at("from"), "columns");
}

TEST(Document, ExplainsTheWordsThatStandInTheTable) {
  table::Table table = two_rows();
  table.rows[0].limited_by = "disk";
  const Json words = document_of(table).at("words");
  EXPECT_THAT(words.at("limited_by").at("disk").get<std::string>(), HasSubstr("disk"));
  EXPECT_THAT(words.at("doubt"), IsEmpty());
}

TEST(Document, OfTwoTablesIsOfTheSecond) {
  table::Table base = two_rows();
  base.rows.pop_back();
  const Json document = make_document(
      {.sources = {{.file = "old.csv", .table = base}, {.file = "new.csv", .table = two_rows()}},
       .comparison = {{"verdict", "regression"}}});
  EXPECT_EQ(document.at("title"), "new against old");
  EXPECT_THAT(document.at("rows"), SizeIs(2));
  EXPECT_EQ(document.at("tables").at(0).at("rows"), 1);
  EXPECT_EQ(document.at("comparison").at("verdict"), "regression");
}

TEST(Document, OfTwoTablesOfOneMatrixTellsThemApartByTheirFiles) {
  const sweep::Plan plan{.name = "smoke"};
  const Json document =
      make_document({.sources = {{.file = "old.csv", .table = two_rows(), .plan = plan},
                                 {.file = "new.csv", .table = two_rows(), .plan = plan}}});
  EXPECT_EQ(document.at("title"), "smoke: new against old");
}

TEST(Document, OfAWholeMatrixIsSmall) {
  EXPECT_LT(json_text(document_of(made_table())).size(), 2'000'000U);
}

TEST(Page, IsOneFileThatAsksForNothing) {
  const std::string page = make_page(document_of(made_table()));
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  EXPECT_LT(page.size(), 3'000'000U);
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("\"gauntlet/report\":\"data:text/javascript;"));
  for (const char* request : {" src=\"http", "href=\"http", "@import", "url(http"})
    EXPECT_THAT(page, Not(HasSubstr(request)));
}

TEST(Page, HasATextForEveryPlaceholder) {
  const std::string page = make_page(document_of(two_rows()));
  for (const char* name : {"@TITLE@", "@STYLE@", "@IMPORTMAP@", "@DOCUMENT@"})
    EXPECT_THAT(page, Not(HasSubstr(name)));
}

TEST(Page, HoldsTextsOfTheTableAsDataOnly) {
  table::Table table = two_rows();
  table.rows[0].note = "</script><script>alert(1)</script>@STYLE@";
  const std::string page = make_page(document_of(table, "<b>&\".csv"));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("\\u003c/script>\\u003cscript>alert(1)\\u003c/script>@STYLE@"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;b&gt;&amp;&quot;</title>"));
}

TEST(Markdown, SaysFirstWhatTheTableSays) {
  table::Table table = two_rows();
  table.rows[0].status = "failed";
  table.rows[0].note = "<script>";
  const std::string text = make_markdown({.file = "t.csv", .table = table});
  EXPECT_THAT(text, StartsWith("### t\n\n- get: "));
  EXPECT_THAT(text, HasSubstr("- **bad:** 1 of 2 rows failed: &lt;script>"));
  EXPECT_THAT(text, HasSubstr("| get |"));
}

TEST(Markdown, ShowsThePathsToServersElsewhere) {
  const trace::Path path{.target = {.host = "files"},
                         .address = "10.0.0.1",
                         .hops = {{.addresses = {"10.0.0.1"}, .sent = 3}},
                         .reached = true,
                         .mtu = {.bytes = 1300, .confirmed = true}};
  const std::string text = make_markdown(
      {.file = "t.csv", .table = two_rows(), .environments = {{{"paths", {to_json(path)}}}}});
  EXPECT_THAT(text, HasSubstr("path to files (10.0.0.1): 1 hop, by UDP; path MTU 1300 bytes\n"));
  EXPECT_THAT(text, HasSubstr("\n| 1 | 10.0.0.1 | 3 |"));
}

TEST(Markdown, HasNoPathsWhereTheEnvironmentIsBroken) {
  for (const char* environment : {"[]", R"({"paths": 1})", R"({"paths": [{"host": 1}]})"}) {
    const std::string text = make_markdown(
        {.file = "t.csv", .table = two_rows(), .environments = {Json::parse(environment)}});
    EXPECT_THAT(text, Not(HasSubstr("path to"))) << environment;
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::document
