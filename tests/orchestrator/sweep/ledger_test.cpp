#include "orchestrator/sweep/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/settings.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::HasSubstr;

class LedgerOfASweep : public testing::Test {
 protected:
  // The row of a scenario in a pass as far as a resumed sweep looks at it.
  table::Row row(std::size_t scenario, std::uint64_t pass) const {
    table::Row row;
    row.mode = "thread";
    row.operation = "get";
    row.scenario = plan_.scenarios.at(scenario).id;
    row.pass = pass;
    for (const std::string& name : setting_columns()) row.settings.emplace_back(name, "x");
    return row;
  }

  // Begins a ledger, writes rows of the first scenario's passes and lets go of it.
  std::filesystem::path written(std::uint64_t passes) const {
    Ledger ledger = begin_ledger(folder_.path(), plan_);
    for (std::uint64_t pass = 1; pass <= passes; ++pass) ledger.table.write(row(0, pass));
    return ledger.table.file();
  }

  std::string refusal(const std::filesystem::path& table, ExitCode code) const {
    try {
      resume_ledger(table, plan_);
      return "";
    } catch (const Error& error) {
      return error.code() == code ? error.what() : "wrong exit code";
    }
  }

  TemporaryFolder folder_{};
  Plan plan_{.scenarios = matrix::expand(
                 matrix::load_matrix("matrix: {client_pool: [1, 2]}\n"
                                     "settings: {mode: thread, operation: get, volume: 1, "
                                     "server_pool: 1}\n",
                                     "test.yaml"))};
};

TEST_F(LedgerOfASweep, BeginsWithoutRowsAndKeepsThePlan) {
  const Ledger ledger = begin_ledger(folder_.path(), plan_);
  EXPECT_TRUE(ledger.earlier.empty());
  EXPECT_EQ(matrix::content_hash(ledger.sidecar.read_plan().scenarios),
            matrix::content_hash(plan_.scenarios));
}

TEST_F(LedgerOfASweep, IsTakenUpWithItsRows) {
  plan_.repeats.passes = 2;
  Ledger ledger = resume_ledger(written(2), plan_);
  ASSERT_EQ(ledger.earlier.size(), 2u);
  EXPECT_EQ(ledger.earlier[1].pass, 2u);
  ledger.table.write(row(1, 1));
  EXPECT_EQ(table::read_table(ledger.table.file()).rows.size(), 3u);
}

TEST_F(LedgerOfASweep, LosesHalfARowAtItsEnd) {
  plan_.repeats.passes = 2;
  const auto table = written(2);
  const auto whole = std::filesystem::file_size(table);
  std::ofstream(table, std::ios::app) << "2026-01-31T23:59:59.123+00:00,thr";
  EXPECT_EQ(resume_ledger(table, plan_).earlier.size(), 2u);
  EXPECT_EQ(std::filesystem::file_size(table), whole);
}

TEST_F(LedgerOfASweep, GetsTheHeaderThatItsSweepDidNotComeToWrite) {
  const auto table = written(0);
  const auto whole = std::filesystem::file_size(table);
  for (const std::uintmax_t size : {std::uintmax_t{0}, whole / 2}) {
    std::filesystem::resize_file(table, size);
    EXPECT_TRUE(resume_ledger(table, plan_).earlier.empty());
    EXPECT_EQ(std::filesystem::file_size(table), whole);
  }
}

TEST_F(LedgerOfASweep, IsNotTakenUpWhileAnotherWritesIt) {
  const Ledger ledger = begin_ledger(folder_.path(), plan_);
  EXPECT_THAT(refusal(ledger.table.file(), ExitCode::kUnable),
              HasSubstr("does another process write it?"));
}

TEST_F(LedgerOfASweep, IsRefusedWithOtherColumns) {
  const auto table = written(0);
  std::ofstream(table) << "mode,server_pool,operation,volume,client_pool\n";
  EXPECT_THAT(refusal(table, ExitCode::kBadInput), HasSubstr("has other columns"));
}

// As tables of the version before the column doubt began.
TEST_F(LedgerOfASweep, IsTakenUpOfAVersionWithFewerColumns) {
  const auto file = written(0);
  std::string header = table::table_text(file);
  for (const std::string part : {",doubt", ",rate"}) header.erase(header.find(part), part.size());
  std::ofstream(file) << header;
  Ledger ledger = resume_ledger(file, plan_);
  ledger.table.write(row(0, 1));
  const table::Table table = table::read_table(file);
  EXPECT_EQ(table.rows.at(0).scenario, plan_.scenarios[0].id);
  EXPECT_EQ(table::column_line(table::table_text(file)), table::column_line(header));
}

TEST_F(LedgerOfASweep, IsRefusedWithoutASettingThatItsScenariosUse) {
  const auto file = written(0);
  std::string header = table::table_text(file);
  header.erase(header.find(",rate"), 5);
  std::ofstream(file) << header;
  plan_.scenarios[1].values.at(*matrix::find_setting("rate")).text = "100";
  EXPECT_THAT(refusal(file, ExitCode::kBadInput), HasSubstr("has other columns"));
}

TEST_F(LedgerOfASweep, IsRefusedWithRowsOfOtherScenarios) {
  const auto table = written(1);
  plan_.scenarios.erase(plan_.scenarios.begin());
  EXPECT_THAT(refusal(table, ExitCode::kBadInput),
              HasSubstr("has a row of scenario 'thread-s1-get-1MB-c1' in pass 1"));
}

TEST_F(LedgerOfASweep, IsRefusedWithRowsOfPassesThatAreNotPlanned) {
  EXPECT_THAT(refusal(written(2), ExitCode::kBadInput), HasSubstr("in pass 2"));
}

TEST_F(LedgerOfASweep, IsTakenUpAfterAnEditorChangedItsLineEnds) {
  const auto file = written(1);
  std::string text = "\xEF\xBB\xBF";
  for (const char c : table::table_text(file)) text.append(c == '\n' ? "\r\n" : std::string(1, c));
  std::ofstream(file, std::ios::binary) << text;
  EXPECT_EQ(resume_ledger(file, plan_).earlier.size(), 1u);
  EXPECT_EQ(table::table_text(file), text);
}

TEST_F(LedgerOfASweep, IsNotTakenUpWithARowTwice) {
  const auto file = written(1);
  const std::string text = table::table_text(file);
  std::ofstream(file, std::ios::app) << text.substr(text.find('\n') + 1);
  EXPECT_THAT(refusal(file, ExitCode::kBadInput), HasSubstr("has two rows of scenario '"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
