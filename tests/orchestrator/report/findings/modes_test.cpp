#include "orchestrator/report/findings/modes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/orchestrator/report/findings/made_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Passes of both modes with so many clients, MiB/s.
std::vector<table::Row> pair(const std::vector<double>& threads,
                             const std::vector<double>& processes, std::uint64_t clients = 1) {
  std::vector<table::Row> rows;
  for (std::size_t i = 0; i < threads.size(); ++i)
    rows.push_back(valid_row({.mib_per_s = threads[i], .clients = clients, .pass = i + 1}));
  for (std::size_t i = 0; i < processes.size(); ++i)
    rows.push_back(valid_row(
        {.mib_per_s = processes[i], .clients = clients, .pass = i + 1, .mode = "process"}));
  return rows;
}

Findings modes_in(std::vector<table::Row> rows) {
  return modes(to_cells(table_of(std::move(rows))));
}

TEST(Modes, AreToldApartWhereEveryPassSaysTheSame) {
  const Findings found = modes_in(pair({200, 202, 198}, {100, 101, 100}));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].text, HasSubstr("For get threads are 99% faster than processes (96% faster "
                                       "to 102% faster; 95% interval, 1 pair of cells in 3 "
                                       "passes)"));
  EXPECT_NEAR(found[0].figures.at("thread_by_process"), 1.993, 0.001);
}

TEST(Modes, AreEquallyFastWhereNoFigureWouldShowADifference) {
  const Findings found = modes_in(pair({100.01}, {100}));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].text,
              HasSubstr("For get threads were as fast as processes in a single pass"));
}

TEST(Modes, ArePairedByTheirPasses) {  // the host was slow in the second pass
  const Findings found = modes_in(pair({110, 55, 110}, {100, 50, 100}));
  EXPECT_THAT(found.at(0).text, HasSubstr("threads are 10% faster"));
}

TEST(Modes, CannotBeToldApartWhereTheIntervalHoldsBothSides) {
  const Findings found = modes_in(pair({100, 110, 90}, {95, 105, 100}));
  EXPECT_THAT(found.at(0).text, HasSubstr("threads and processes cannot be told apart"));
  EXPECT_LT(found[0].figures.at("low"), 1);
  EXPECT_GT(found[0].figures.at("high"), 1);
}

TEST(Modes, AreNotJudgedByASinglePass) {
  const Findings found = modes_in(pair({200}, {100}));
  EXPECT_THAT(found.at(0).text, HasSubstr("whether that is more than chance is not known"));
  EXPECT_TRUE(found[0].figures.at("low").is_null());
}

TEST(Modes, AreJudgedByAllPairsOfCellsTogether) {
  std::vector<table::Row> rows = pair({200, 201}, {100, 101});
  for (const table::Row& row : pair({400, 402}, {200, 199}, 5)) rows.push_back(row);
  EXPECT_EQ(modes_in(rows).at(0).figures.at("pairs"), 2);
}

TEST(Modes, AreNotComparedWhereOneSideIsNotValid) {
  EXPECT_THAT(
      modes_in({valid_row({.mib_per_s = 200}), invalid_row({.mib_per_s = 100, .mode = "process"})}),
      IsEmpty());
}

TEST(Modes, AreNotComparedBetweenDifferentPasses) {
  EXPECT_THAT(modes_in({valid_row({.mib_per_s = 200, .pass = 1}),
                        valid_row({.mib_per_s = 100, .pass = 2, .mode = "process"})}),
              IsEmpty());
}

TEST(Modes, AreNothingWhereThereIsOne) {
  EXPECT_THAT(modes_in({valid_row({.mib_per_s = 200})}), IsEmpty());
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::findings
