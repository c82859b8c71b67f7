#include "orchestrator/diff/pairing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "orchestrator/diff/fingerprint.h"
#include "tests/orchestrator/diff/tables.h"

namespace gauntlet::orchestrator::diff {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Pairing, IsOfPassesOnlyWithinOneLiveComparison) {
  table::Table base = drawn_table();
  table::Table fresh = drawn_table();
  EXPECT_FALSE(pair_tables(base, fresh).paired);
  for (table::Row& row : base.rows) row.ab = "1";
  for (table::Row& row : fresh.rows) row.ab = "2";
  EXPECT_FALSE(pair_tables(base, fresh).paired);
  for (table::Row& row : fresh.rows) row.ab = "1";
  EXPECT_TRUE(pair_tables(base, fresh).paired);
}

TEST(Pairing, TellsRowsApartByEverySetting) {
  table::Table table = drawn_table();
  table.settings = {"verify"};
  for (table::Row& row : table.rows)
    row.settings = {{"verify", row.pass == 1u ? "none" : "digest"}};
  EXPECT_EQ(pair_tables(table, table).rows.size(), 24u);
}

TEST(Pairing, TakesASettingThatATableLacksForItsDefault) {
  const table::Table base = drawn_table();
  table::Table fresh = drawn_table();
  fresh.settings = {"verify"};
  for (table::Row& row : fresh.rows) row.settings = {{"verify", "digest"}};
  EXPECT_EQ(pair_tables(base, fresh).rows.size(), 12u);
  for (table::Row& row : fresh.rows) row.settings = {{"verify", "none"}};
  EXPECT_EQ(pair_tables(base, fresh).rows.size(), 24u);
}

// Each side with its own value of a setting, as sides of a live comparison or not.
PairedTables pair_apart(const std::string& id, const char* of_base, const char* of_fresh) {
  static table::Table base;
  static table::Table fresh;
  for (auto [table, value] : {std::pair{&base, of_base}, std::pair{&fresh, of_fresh}}) {
    *table = drawn_table();
    table->settings = {"slots"};
    for (table::Row& row : table->rows) {
      row.ab = id;
      row.settings = {{"slots", value}};
      row.scenario_hash = value;
    }
  }
  return pair_tables(base, fresh);
}

TEST(Pairing, PutsASettingOnTrialInWhichTheSidesOfALiveComparisonDiffer) {
  const PairedTables tables = pair_apart("1", "0", "4");
  EXPECT_EQ(tables.rows.size(), 12u);
  ASSERT_EQ(tables.on_trial.size(), 1u);
  EXPECT_EQ(tables.on_trial[0].name, "slots");
  EXPECT_EQ(tables.rows[0].values.back(), "0 -> 4");
  EXPECT_THAT(environment_differences(tables), IsEmpty());
  EXPECT_THAT(pair_apart("1", "4", "4").on_trial, IsEmpty());
}

TEST(Pairing, PutsNothingOnTrialInTablesOfOtherSweeps) {
  EXPECT_EQ(pair_apart("", "0", "4").rows.size(), 24u);
}

TEST(Pairing, LeavesOutAColumnThatOnlyOneTableHasAndNobodyKnows) {
  const table::Table base = drawn_table();
  table::Table fresh = drawn_table();
  fresh.settings = {"colour", "verify"};
  for (table::Row& row : fresh.rows) row.settings = {{"colour", "red"}, {"verify", "digest"}};
  const PairedTables tables = pair_tables(base, fresh);
  EXPECT_EQ(tables.rows.size(), 12u);
  EXPECT_THAT(tables.left_out, testing::ElementsAre("colour"));
  EXPECT_THAT(pair_tables(fresh, fresh).left_out, IsEmpty());
}

TEST(Pairing, FindsASettingWhereverItStands) {
  table::Table base = drawn_table();
  table::Table fresh = drawn_table();
  base.settings = {"a", "b", "verify"};
  fresh.settings = {"verify", "b", "a"};
  for (table::Row& row : base.rows) row.settings = {{"a", "1"}, {"b", "2"}, {"verify", "none"}};
  for (table::Row& row : fresh.rows) row.settings = {{"verify", "none"}, {"b", "2"}, {"a", "1"}};
  EXPECT_EQ(pair_tables(base, fresh).rows.size(), 12u);
}

TEST(Pairing, NumbersPassesByTheirTimeWhereTheyHaveNoNumber) {
  table::Table table = drawn_table();
  for (table::Row& row : table.rows) row.pass.reset();
  std::reverse(table.rows.begin(), table.rows.end());
  const PairedTables tables = pair_tables(table, table);
  for (const Pairing& row : tables.rows)
    for (std::size_t i = 0; i < row.base.size(); ++i) {
      EXPECT_EQ(row.base[i].number, i + 1);
      EXPECT_EQ(row.base[i].row->timestamp[15], static_cast<char>('1' + i));
    }
}

TEST(Fingerprint, TakesWhatIsUnknownOnOneSideForAnother) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows) row.target.clear();
  const table::Table base = drawn_table();
  EXPECT_THAT(environment_differences(pair_tables(base, fresh)),
              testing::ElementsAre(HasSubstr("target is 'loopback' in the base and unknown in")));
  for (table::Row& row : fresh.rows) row.machine.clear();
  EXPECT_THAT(environment_differences(pair_tables(fresh, fresh)), IsEmpty());
}

TEST(Fingerprint, SaysInHowManyRowsTheScenarioDiffers) {
  table::Table fresh = drawn_table();
  for (table::Row& row : fresh.rows)
    if (chosen(row)) row.scenario_hash = "other";
  const table::Table base = drawn_table();
  EXPECT_THAT(environment_differences(pair_tables(base, fresh)),
              testing::ElementsAre(HasSubstr("(first in thread-s5-get-10MB-c5; 1 row)")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
