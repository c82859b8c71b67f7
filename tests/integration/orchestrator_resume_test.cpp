// Sweeps in several goes: killed and resumed, or in shards that are merged.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <string>
#include <vector>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/sweep/plan.h"
#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::HasSubstr;

constexpr const char* kSweep =
    "matrix: {operation: [get, upload], client_pool: [1, 2, 3]}\n"
    "settings: {mode: thread, server_pool: 2, volume: 0.01, passes: 2, order: shuffled}\n";
constexpr int kRows = 12;

// What a row is of: the same in every sweep of the same plan, unlike what was measured.
std::string identity(const table::Row& row) {
  std::string text = fmt::format("{}/{} {} {} {} {} {} {} {}", row.pass.value_or(0),
                                 row.position.value_or(0), row.scenario, row.mode, row.server_pool,
                                 row.operation, row.volume, row.client_pool, row.status);
  for (const auto& [name, value] : row.settings) text += " " + name + "=" + value;
  return text;
}

std::vector<std::string> identities(const std::vector<table::Row>& rows) {
  std::vector<std::string> result;
  for (const table::Row& row : rows) result.push_back(identity(row));
  return result;
}

class Resumed : public Orchestrator {
 protected:
  // The identities of an unbroken sweep.
  std::vector<std::string> whole_sweep() const {
    const fs::path results = folder_ / "whole";
    EXPECT_EQ(run({"run", file_.string(), "--results", results.string(), "--no-plots"}).code, 0);
    return identities(table::read_table(table_in(results)).rows);
  }

  fs::path run_shard(const std::string& shard) const {
    const fs::path results = folder_ / ("shard" + shard.substr(0, 1));
    const Ended ended =
        run({"run", file_.string(), "--shard", shard, "--results", results.string(), "--no-plots"});
    EXPECT_EQ(ended.code, 0) << ended.output;
    return table_in(results);
  }

  std::unique_ptr<process::Child> resume(const fs::path& programs) const {
    return start(
        {"run", "--resume", table_file().string(), "--programs", programs.string(), "--no-plots"});
  }

  // Lets so many programs start, then kills the orchestrator at once.
  static void kill_after(int programs, const Announced& announced, process::Child& child) {
    for (int i = 0; i < programs; ++i) ASSERT_NE(announced.next_pid(), 0);
    ::kill(child.pid(), SIGKILL);
    EXPECT_TRUE(child.wait(deadline()).has_value());
  }

  fs::path file_ = write("m.yaml", kSweep);
};

// At most 5 programs a go, of 2 * kRows that the sweep needs: it is never finished before the last.
TEST_F(Resumed, SweepHasTheRowsOfAnUnbrokenOneHoweverOftenItIsKilled) {
  const std::vector<std::string> expected = whole_sweep();
  ASSERT_EQ(expected.size(), std::size_t{kRows});
  const Announced programs(folder_.path());
  std::mt19937_64 random(std::random_device{}());
  const auto some_programs = [&random] { return static_cast<int>(1 + random() % 5); };
  auto child = start_run(file_, programs.folder());
  kill_after(some_programs(), programs, *child);
  for (int kills = 1; kills < 4; ++kills) {
    child = resume(programs.folder());
    kill_after(some_programs(), programs, *child);
  }
  child = resume(programs.folder());
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("12 of 12 rows of 6 scenarios in 2 passes done, 0 failed"));
  EXPECT_EQ(identities(rows()), expected);
  EXPECT_EQ(count_in(table_file().replace_extension() / "reports"), std::size_t{kRows});
  EXPECT_EQ(count_in(results()), 2u) << "the test files of killed sweeps are gone";
}

TEST_F(Resumed, SweepThatWasFinishedStaysAsItIs) {
  ASSERT_EQ(run({"run", file_.string(), "--results", results().string(), "--no-plots"}).code, 0);
  const std::string before = table::table_text(table_file());
  const Ended ended = run({"run", "--resume", table_file().string(), "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(table::table_text(table_file()), before);
}

TEST_F(Resumed, SweepLosesHalfARow) {
  ASSERT_EQ(run({"run", file_.string(), "--results", results().string(), "--no-plots"}).code, 0);
  const auto expected = identities(rows());
  fs::resize_file(table_file(), fs::file_size(table_file()) - 20);
  EXPECT_EQ(run({"run", "--resume", table_file().string(), "--no-plots"}).code, 0);
  EXPECT_EQ(identities(rows()), expected);
}

TEST_F(Resumed, SweepIsRefusedWithOtherScenarios) {
  ASSERT_EQ(run({"run", file_.string(), "--results", results().string(), "--no-plots"}).code, 0);
  const std::string table = table_file().string();
  EXPECT_EQ(run({"run", file_.string(), "--resume", table, "--no-plots"}).code, 0);
  for (const char* change : {"--set=volume=0.02", "--passes=3", "--shard=1/2"}) {
    const Ended ended = run({"run", file_.string(), change, "--resume", table});
    EXPECT_EQ(ended.code, 2) << change;
    EXPECT_THAT(ended.output, HasSubstr("comes from other scenarios, passes or parts"));
  }
}

// Its rows are not valid, since they are too short.
TEST_F(Resumed, SweepRunsRowsAgainThatAreNotValidAndMarksThem) {
  const fs::path file =
      write("short.yaml",
            "matrix: {client_pool: [1, 2]}\n"
            "settings: {mode: thread, operation: get, server_pool: 1, volume: 1KiB}\n");
  ASSERT_EQ(run({"run", file.string(), "--results", results().string(), "--no-plots"}).code, 0);
  const fs::path table = table_file();
  const Ended ended = run(
      {"run", "--resume", table.string(), "--rerun", "invalid", "--rerun", "failed", "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  const fs::path aside = table.parent_path() / table.stem() / "set_aside" / "rows.csv";
  EXPECT_THAT(ended.output, HasSubstr("2 rows set aside, to run again: " + aside.string() + "\n"));
  EXPECT_THAT(ended.output, HasSubstr("; run again: 2\n"));
  EXPECT_EQ(table::read_table(aside).rows.size(), 2u);
  ASSERT_EQ(rows().size(), 2u);
  for (const table::Row& row : rows()) EXPECT_EQ(row.rerun, 1u);
}

TEST_F(Resumed, SweepRunsNothingAgainWithoutATable) {
  EXPECT_EQ(run({"run", file_.string(), "--rerun", "failed"}).code, 2);
}

TEST_F(Resumed, SweepNamesWhatMayRunAgain) {
  const Ended ended = run({"run", "--resume", "t.csv", "--rerun", "slow"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output, HasSubstr("--rerun: 'slow' is not one of failed|invalid"));
}

TEST_F(Resumed, SweepNeedsATableOfOurs) {
  const Ended ended = run({"run", "--resume", write("t.csv", "x\n").string()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output, HasSubstr("is no table of a sweep"));
}

TEST_F(Resumed, ShardsMergedAreTheWholeSweep) {
  const fs::path merged = folder_ / "merged.csv";
  const Ended ended = run(
      {"merge", run_shard("2/2").string(), run_shard("1/2").string(), "--output", merged.string()});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(identities(table::read_table(merged).rows), whole_sweep());
  EXPECT_EQ(count_in(folder_ / "merged" / "reports"), std::size_t{kRows});
}

TEST_F(Resumed, ShardsAreNotMergedWithoutOneOfThem) {
  const Ended ended = run({"merge", run_shard("2/2").string()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output, HasSubstr("shard 1/2 is missing"));
}

// Tables that the first version wrote stay of use: their sweep can be finished, in the columns that
// they have, and they are compared with new ones.
class FirstTables : public Resumed {
 protected:
  FirstTables() {
    fs::copy(fs::path(GAUNTLET_SOURCE_DIR) / "tests/fixtures/first_tables", folder_.path(),
             fs::copy_options::recursive);
  }

  fs::path old_ = folder_ / "sweep.csv";
};

TEST_F(FirstTables, AreFinishedInTheirOwnColumns) {
  const std::string before = table::table_text(old_);
  const Ended ended = run({"run", "--resume", old_.string(), "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(table::table_text(old_), testing::StartsWith(before));
  EXPECT_EQ(table::read_table(old_).rows.size(), 3u);
}

TEST_F(FirstTables, AreComparedWithNewOnes) {
  const fs::path file = write("before.yaml",
                              "matrix: {operation: [list, get]}\n"
                              "settings: {mode: thread, server_pool: 1, volume: 1, client_pool: 2, "
                              "requests: 3}\n");
  ASSERT_EQ(run({"run", file.string(), "--results", results().string(), "--no-plots"}).code, 0);
  const Ended ended = run({"diff", old_.string(), table_file().string(), "--allow-env"});
  EXPECT_THAT(ended.output, HasSubstr("\n2 rows: "));
  EXPECT_THAT(ended.output, testing::Not(testing::AnyOf(HasSubstr("missing"), HasSubstr("added"))));
}

TEST_F(Resumed, SweepThatHasNoSpaceLeavesNothing) {
  const Ended ended = run({"run", file_.string(), "--results", results().string(), "--set",
                           "volume=1000000,client_pool=100000,max_upload=1000GiB"});
  EXPECT_EQ(ended.code, 3) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("choose another folder by --data"));
  EXPECT_EQ(count_in(results()), 0u);
}

}  // namespace
}  // namespace gauntlet::orchestrator
