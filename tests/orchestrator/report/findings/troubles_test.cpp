#include "orchestrator/report/findings/troubles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/report/findings/findings.h"
#include "orchestrator/report/findings/limiting.h"
#include "tests/orchestrator/report/findings/made_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

table::Row limited_row(const MadeRow& made, const std::string& limited_by) {
  table::Row row = valid_row(made);
  row.limited_by = limited_by;
  return row;
}

TEST(Limiting, NamesTheMostFrequentWithWhatItMeans) {
  const Findings found = limiting(
      table_of({limited_row({}, "none"), limited_row({}, "disk"), limited_row({}, "disk")}));
  EXPECT_EQ(found.at(0).text,
            "Limited by disk in 2 of 3 valid rows (the server waited for its disk); by none in 1");
  EXPECT_EQ(found[0].figures.at("limited_by").at("disk"), 2);
}

TEST(Limiting, WarnsWhereTheClientsWereTheLimit) {
  EXPECT_EQ(limiting(table_of({limited_row({}, "client_cpu")})).at(0).level, Level::kWarning);
  EXPECT_EQ(limiting(table_of({limited_row({}, "server_cpu")})).at(0).level, Level::kInfo);
}

TEST(Limiting, DoesNotCountRowsThatAreNotValid) {
  table::Row row = invalid_row({});
  row.limited_by = "disk";
  EXPECT_THAT(limiting(table_of({row})), IsEmpty());
}

TEST(Failures, SayHowManyAndTheFirstReasons) {
  const Findings found = failures(table_of({valid_row({}), failed_row({.clients = 5}, "no room"),
                                            failed_row({.clients = 5, .pass = 2}, "no room"),
                                            failed_row({.clients = 9}, "died")}));
  EXPECT_EQ(found.at(0).text, "3 of 4 rows failed: thread-get-c5: no room; thread-get-c9: died");
  EXPECT_THAT(found[0].scenarios, ElementsAre("thread-get-c5", "thread-get-c9"));
  EXPECT_EQ(found[0].level, Level::kBad);
}

TEST(Failures, TellHowManyFailedInWhichWay) {
  table::Row late = failed_row({}, "");
  late.status = "late";
  EXPECT_EQ(failures(table_of({failed_row({}, ""), late, late})).at(0).text,
            "3 of 3 rows failed (1 failed, 2 late)");
}

TEST(Failures, AreNoneWhereNothingFailed) {
  EXPECT_THAT(failures(table_of({valid_row({}), invalid_row({})})), IsEmpty());
}

TEST(Doubts, SayWhyRowsAreNotValid) {
  const Findings found =
      doubts(table_of({valid_row({}), invalid_row({}, "steal"), failed_row({}, "")}));
  EXPECT_EQ(
      found.at(0).text,
      "1 of 3 rows is not valid, and no claim here rests on such a row: 1 steal (a hypervisor gave "
      "the host's CPUs to others: use a machine of your own)");
  EXPECT_EQ(found[0].figures.at("doubt").at("steal"), 1);
}

TEST(Doubts, NameWhoDisturbed) {
  table::Row row = invalid_row({});
  row.note = "not valid: others (40.0% of its time; most of all cc1plus 30.0%, ninja 2.0%)";
  EXPECT_THAT(doubts(table_of({row})).at(0).text, HasSubstr("cc1plus (30% of the host)"));
}

TEST(Doubts, AreNoneWhereAllRowsAreValid) {
  EXPECT_THAT(doubts(table_of({valid_row({})})), IsEmpty());
}

TEST(NotJudged, WarnsOfTablesThatDoNotSayWhetherRowsAreValid) {
  table::Row row = valid_row({.mib_per_s = 1});
  row.valid.clear();
  EXPECT_THAT(not_judged(table_of({row})).at(0).text, HasSubstr("1 of 1 row is not known"));
  EXPECT_THAT(not_judged(table_of({valid_row({})})), IsEmpty());
}

Findings scatter_in(std::vector<table::Row> rows) {
  const table::Table table = table_of(std::move(rows));
  return scatter(table, to_cells(table));
}

TEST(Scatter, SaysThatASinglePassKnowsNoChance) {
  const Findings found = scatter_in({valid_row({.mib_per_s = 1})});
  EXPECT_EQ(found.at(0).level, Level::kWarning);
  EXPECT_THAT(found[0].text, HasSubstr("single pass"));
}

TEST(Scatter, SaysHowFarPassesDiffer) {
  const Findings found =
      scatter_in({valid_row({.mib_per_s = 90, .pass = 1}), valid_row({.mib_per_s = 110, .pass = 2}),
                  valid_row({.mib_per_s = 100, .clients = 5, .pass = 1}),
                  valid_row({.mib_per_s = 100, .clients = 5, .pass = 2})});
  EXPECT_EQ(found.at(0).text,
            "The passes of a cell differ by 10% of its rate in the middle one of 2 cells, and by "
            "20% at most (get, 1 client)");
}

TEST(Scatter, CountsValidPassesOnly) {
  const Findings found = scatter_in(
      {valid_row({.mib_per_s = 90, .pass = 1}), invalid_row({.mib_per_s = 10, .pass = 2})});
  EXPECT_THAT(found.at(0).text, HasSubstr("single valid pass"));
}

TEST(AllFindings, BeginWithThatNothingCanBeSaid) {
  const table::Table table = table_of({invalid_row({.mib_per_s = 9}), failed_row({}, "died")});
  const Findings found = findings_of(table, to_cells(table));
  ASSERT_THAT(kinds_of(found), ElementsAre("no_valid_rows", "failures", "doubts"));
  EXPECT_THAT(found[0].text, HasSubstr("of 2 rows 1 failed, not valid: 1"));
}

TEST(AllFindings, AreInTheOrderOfReading) {
  std::vector<table::Row> rows;
  for (const std::uint64_t clients : {1, 5, 50})
    for (const char* mode : {"thread", "process"})
      rows.push_back(limited_row(
          {.mib_per_s = 10.0 * static_cast<double>(clients), .clients = clients, .mode = mode},
          "none"));
  const table::Table table = table_of(rows);
  EXPECT_THAT(kinds_of(findings_of(table, to_cells(table))),
              ElementsAre("fastest", "slowest", "growth", "modes", "limits", "passes"));
}

TEST(AllFindings, AreObjectsForPrograms) {
  const table::Table table = table_of({valid_row({.mib_per_s = 10})});
  const auto json = to_json(findings_of(table, to_cells(table)));
  EXPECT_EQ(json.at(0).at("kind"), "rate");
  EXPECT_EQ(json.at(0).at("level"), "good");
  EXPECT_EQ(json.at(0).at("scenarios").at(0), "thread-get-c1");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::findings
