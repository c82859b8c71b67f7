#include "orchestrator/report/trust.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::report {
namespace {

table::Row row(const char* limited_by, const char* valid, const char* doubt = "") {
  table::Row made;
  made.limited_by = limited_by;
  made.valid = valid;
  made.doubt = doubt;
  return made;
}

TEST(Trust, CountsWhatLimited) {
  EXPECT_EQ(trust({row("none", "yes"), row("server_cpu", "yes"), row("none", "yes")}),
            "limited by: 2 none, 1 server_cpu\n");
}

TEST(Trust, ExplainsEveryDoubtOnceTheMostFrequentFirst) {
  EXPECT_EQ(trust({row("", "no", "foreign_cpu"), row("none", "yes"), row("", "no", "steal"),
                   row("", "no", "foreign_cpu+steal"), row("", "no", "steal+cache")}),
            "limited by: 1 none\n"
            "4 of 5 rows are not valid:\n"
            "  3 steal: a hypervisor gave the host's CPUs to others: use a machine of your own\n"
            "  2 foreign_cpu: other programs used the host's CPUs: end them\n"
            "  1 cache: the file was not cached as file_cache asks for\n");
}

TEST(Disturbers, AreTheProgramsThatTookMostOverAllRowsTogether) {
  table::Row one = row("", "no", "foreign_cpu");
  one.note = "not valid: others (40.0% of its time; most of all cc1plus 30.0%, ninja 2.0%)";
  table::Row other = row("", "no", "steal+foreign_cpu");
  other.note = "not valid: others (9.0% of its time; most of all ninja 4.0%); not valid: steal";
  EXPECT_EQ(disturbers({one, row("none", "yes"), other}),
            "2 of 3 rows are not valid since other programs used the CPUs, most of all cc1plus "
            "(15% of the host), ninja (3%)");
}

TEST(Disturbers, AreNotNamedWhereNoNoteNamesThem) {
  table::Row hidden = row("", "no", "foreign_cpu");
  hidden.note = "not valid: other programs used the host's CPUs: end them (40.0% of its time)";
  table::Row valid = row("none", "yes");
  valid.note = "most of all cc1plus 30.0%";
  EXPECT_EQ(disturbers({hidden, valid}), "");
}

TEST(Trust, KnowsNoReasonOfTablesWithoutTheColumn) {
  table::Row old = row("", "no");
  old.note = "not valid: a hypervisor gave the host's CPUs to others";
  EXPECT_EQ(trust({old}), "1 of 1 rows is not valid:\n  1: the column note says why\n");
}

TEST(Trust, PointsToTheNoteForAWordOfALaterVersion) {
  EXPECT_EQ(trust({row("", "no", "moon")}),
            "1 of 1 rows is not valid:\n  1 moon: the column note says why\n");
}

TEST(Trust, SaysNothingOfRowsThatFailed) {
  table::Row late = row("none", "no", "steal");
  late.status = "late";
  EXPECT_EQ(trust({late}), "");
}

TEST(Trust, SaysNothingOfRowsThatWereNotJudged) {
  EXPECT_EQ(trust({table::Row{}, table::Row{}}), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
