#include "orchestrator/sweep/rerun.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::ElementsAre;

namespace fs = std::filesystem;

// A table of two scenarios in two passes: the first one failed in pass 1, the second one is not
// valid in pass 2.
class RowsToRunAgain : public testing::Test {
 protected:
  RowsToRunAgain() {
    Ledger ledger = begin_ledger(folder_.path(), plan_);
    table_ = ledger.table.file();
    for (const std::uint64_t pass : {1u, 2u})
      for (const std::size_t scenario : {0u, 1u}) ledger.table.write(row(scenario, pass));
  }

  table::Row row(std::size_t scenario, std::uint64_t pass) const {
    table::Row row;
    row.timestamp = fmt::format("time {} {}", scenario, pass);
    row.mode = "thread";
    row.operation = "get";
    row.scenario = plan_.scenarios.at(scenario).id;
    row.pass = pass;
    row.status = scenario == 0 && pass == 1 ? "late" : table::kStatusOk;
    row.valid = scenario == 1 && pass == 2 ? table::kInvalid : table::kValid;
    for (const std::string& name : setting_columns()) row.settings.emplace_back(name, "x");
    return row;
  }

  static std::vector<std::string> times_in(const fs::path& table) {
    std::vector<std::string> times;
    for (const table::Row& row : table::read_table(table).rows) times.push_back(row.timestamp);
    return times;
  }

  Sidecar sidecar() const { return Sidecar::of(table_); }

  // As after a kill between the two steps: the rows are in the file, and still in the table.
  void set_aside_half_way(const std::vector<Rerun>& which) const {
    const std::string whole = table::table_text(table_);
    set_aside(table_, plan_, which);
    std::ofstream(table_) << whole;
  }

  TemporaryFolder folder_{};
  Plan plan_{.scenarios = matrix::expand(
                 matrix::load_matrix("matrix: {client_pool: [1, 2]}\n"
                                     "settings: {mode: thread, operation: get, volume: 1, "
                                     "server_pool: 1}\n",
                                     "test.yaml")),
             .repeats = {.passes = 2}};
  fs::path table_{};
};

TEST_F(RowsToRunAgain, AreMovedOutOfTheTable) {
  const SetAside moved = set_aside(table_, plan_, {Rerun::kFailed});
  EXPECT_EQ(moved.rows, 1u);
  EXPECT_THAT(times_in(moved.file), ElementsAre("time 0 1"));
  EXPECT_THAT(times_in(table_), ElementsAre("time 1 1", "time 0 2", "time 1 2"));
}

TEST_F(RowsToRunAgain, AreThoseThatAreNotValidToo) {
  const SetAside moved = set_aside(table_, plan_, {Rerun::kInvalid, Rerun::kFailed});
  EXPECT_THAT(times_in(moved.file), ElementsAre("time 0 1", "time 1 2"));
  EXPECT_THAT(times_in(table_), ElementsAre("time 1 1", "time 0 2"));
}

TEST_F(RowsToRunAgain, AreNoneWhereNoneIsAskedFor) {
  set_aside(table_, plan_, {Rerun::kFailed});
  const std::string before = table::table_text(table_);
  EXPECT_EQ(set_aside(table_, plan_, {Rerun::kFailed}).rows, 0u);
  EXPECT_EQ(table::table_text(table_), before);
}

TEST_F(RowsToRunAgain, AreCountedForTheRowsThatReplaceThem) {
  set_aside(table_, plan_, {Rerun::kFailed});
  { resume_ledger(table_, plan_).table.write(row(0, 1)); }
  set_aside(table_, plan_, {Rerun::kFailed});
  const TimesSetAside expected{{{1, plan_.scenarios[0].id}, 1}};
  EXPECT_EQ(resume_ledger(table_, plan_).set_aside, expected) << "it is the same row, by its time";
  table::Row later = row(0, 1);
  later.timestamp = "later";
  { resume_ledger(table_, plan_).table.write(later); }
  set_aside(table_, plan_, {Rerun::kFailed});
  const TimesSetAside twice{{{1, plan_.scenarios[0].id}, 2}};
  EXPECT_EQ(resume_ledger(table_, plan_).set_aside, twice);
}

TEST_F(RowsToRunAgain, AreNotLostAndNotDoubledByAKillInBetween) {
  set_aside_half_way({Rerun::kFailed});
  EXPECT_EQ(resume_ledger(table_, plan_).earlier.size(), 4u);
  const SetAside moved = set_aside(table_, plan_, {Rerun::kFailed});
  EXPECT_THAT(times_in(moved.file), ElementsAre("time 0 1"));
  EXPECT_EQ(times_in(table_).size(), 3u);
}

TEST_F(RowsToRunAgain, DoNotMindWhatAKilledCallLeft) {
  std::ofstream(sidecar().folder() / "table_to_be.csv") << "half a ta";
  set_aside(table_, plan_, {Rerun::kFailed});
  EXPECT_EQ(times_in(table_).size(), 3u);
  EXPECT_FALSE(fs::exists(sidecar().folder() / "table_to_be.csv"));
}

TEST_F(RowsToRunAgain, TakeTheirFilesWithThem) {
  const std::string stem = plan_.scenarios[0].id + ".pass1";
  fs::create_directory(sidecar().folder() / "tcp");
  for (const std::string& name :
       {"reports/" + stem + ".json", "logs/" + stem + ".client.log", "tcp/" + stem + ".server.csv"})
    std::ofstream(sidecar().folder() / name) << "x";
  const fs::path aside = set_aside(table_, plan_, {Rerun::kFailed}).file.parent_path();
  EXPECT_TRUE(fs::exists(aside / (stem + ".json")));
  EXPECT_TRUE(fs::exists(aside / (stem + ".client.log")));
  EXPECT_TRUE(fs::exists(aside / (stem + ".server.csv")));
  EXPECT_FALSE(fs::exists(sidecar().folder() / "reports" / (stem + ".json")));
}

TEST_F(RowsToRunAgain, AreNotTakenFromATableThatAnotherWrites) {
  const Ledger writer = resume_ledger(table_, plan_);
  EXPECT_THROW(set_aside(table_, plan_, {Rerun::kFailed}), Error);
  EXPECT_EQ(times_in(table_).size(), 4u);
}

TEST_F(RowsToRunAgain, AreTakenOverIntoAMergedTableWhateverItHas) {
  set_aside(table_, plan_, {Rerun::kFailed});
  const Sidecar whole = Sidecar::make_for(folder_.path() / "whole.csv");
  whole.copy_from(sidecar());
  whole.copy_from(sidecar());
  EXPECT_TRUE(fs::exists(whole.folder() / "set_aside" / "rows.csv"));
  EXPECT_TRUE(fs::exists(whole.folder() / "set_aside_2" / "rows.csv"));
}

TEST_F(RowsToRunAgain, NeedNotHaveTheColumnsOfThisVersion) {
  std::string header(table::column_line(table::table_text(table_)));
  header.erase(header.find(",rerun"), 6);
  std::ofstream(table_) << header << '\n';
  { resume_ledger(table_, plan_).table.write(row(0, 1)); }
  set_aside(table_, plan_, {Rerun::kFailed});
  { resume_ledger(table_, plan_).table.write(row(0, 1)); }
  EXPECT_EQ(resume_ledger(table_, plan_).earlier.size(), 1u);
  EXPECT_THAT(table::table_text(table_), testing::HasSubstr(",rerun,"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
