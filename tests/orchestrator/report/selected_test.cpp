#include "orchestrator/report/selected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/orchestrator/report/made_tables.h"

namespace gauntlet::orchestrator::report {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string refusal_of(const std::string& only) {
  try {
    selected_rows(made_table(), {only});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(SelectedRows, AreAllWhereNothingIsSaid) {
  EXPECT_THAT(selected_rows(made_table(), {}).rows, SizeIs(162));
}

TEST(SelectedRows, AreThoseOfWhichAllHolds) {
  EXPECT_THAT(selected_rows(made_table(), {"mode=thread,volume=10|50", "operation=get"}).rows,
              SizeIs(18));
}

TEST(SelectedRows, MayBeSelectedByASettingOfTheTable) {
  table::Table table = made_table({{"get"}, {"thread"}, {10}, {1, 5}, {1}});
  table.rows[0].settings = {{"store", "disk"}};
  table.rows[1].settings = {{"store", "memory"}};
  ASSERT_THAT(selected_rows(table, {"store=memory"}).rows, SizeIs(1));
}

TEST(SelectedRows, HaveTheDefaultOfASettingThatTheTableLacks) {
  EXPECT_THAT(selected_rows(made_table(), {"protocol=http"}).rows, SizeIs(162));
}

TEST(SelectedRows, MustBeSome) { EXPECT_THAT(refusal_of("volume=7"), HasSubstr("--only")); }

TEST(SelectedRows, MustBeNamedBySettings) {
  EXPECT_THAT(refusal_of("vloume=10"), HasSubstr("--only: 'vloume'"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
