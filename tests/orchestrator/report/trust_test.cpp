#include "orchestrator/report/trust.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::report {
namespace {

table::Row row(const char* limited_by, const char* valid, const char* note = "") {
  table::Row made;
  made.limited_by = limited_by;
  made.valid = valid;
  made.note = note;
  return made;
}

TEST(Trust, CountsWhatLimited) {
  EXPECT_EQ(trust({row("none", "yes"), row("server_cpu", "yes"), row("none", "yes")}),
            "limited by: 2 none, 1 server_cpu\n");
}

TEST(Trust, QuotesTheMostFrequentReasonOnce) {
  EXPECT_EQ(trust({row("", "no", "not valid: too short"), row("none", "yes"),
                   row("", "no", "limited by x: y; not valid: too short; not valid: other"),
                   row("", "no", "not valid: other")}),
            "limited by: 1 none\n3 of 4 rows are not valid; 2 of them: too short\n");
}

TEST(Trust, KnowsNoReasonWithoutOne) {
  EXPECT_EQ(trust({row("", "no")}),
            "1 of 1 rows are not valid; 1 of them: the column note says why\n");
}

TEST(Trust, CountsReasonsThatDifferInFiguresOnlyAsOne) {
  EXPECT_EQ(trust({row("", "no", "not valid: too busy (5%)"), row("", "no", "not valid: too short"),
                   row("", "no", "not valid: too busy (7%); not valid: too short")}),
            "3 of 3 rows are not valid; 2 of them: too busy\n");
}

TEST(Trust, SaysNothingOfRowsThatWereNotJudged) {
  EXPECT_EQ(trust({table::Row{}, table::Row{}}), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
