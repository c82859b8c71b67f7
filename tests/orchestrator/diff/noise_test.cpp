#include "orchestrator/diff/noise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "tests/orchestrator/diff/tables.h"

namespace gauntlet::orchestrator::diff {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

struct Runs {
  std::size_t sweeps = 6;
  double cv = 0.01;
  double tau = 0;    // of get alone
  double shift = 0;  // of the whole host in the last run
  std::size_t passes = 5;
};

std::vector<table::Table> draw(const Runs& runs, std::uint64_t seed = 1) {
  std::vector<table::Table> tables;
  Chance chance(seed);
  for (std::size_t run = 0; run < runs.sweeps; ++run) {
    std::map<std::string, double> levels;
    const double host = run + 1 == runs.sweeps ? runs.shift : 0;
    const auto slowness = [&](const table::Row& row) {
      const std::string key = row.mode + row.operation + std::to_string(row.client_pool);
      if (!levels.contains(key))
        levels[key] = std::exp(host + (row.operation == "get" ? runs.tau * chance.normal() : 0));
      return levels[key];
    };
    tables.push_back(drawn_table(
        {.passes = runs.passes, .cv = runs.cv, .seed = seed + 100 * run, .slowness = slowness}));
  }
  return tables;
}

// Over many draws, so that chance is small.
double mean_tau2(const Runs& runs, const std::string& operation) {
  double sum = 0;
  constexpr int kDraws = 60;
  for (std::uint64_t seed = 1; seed <= kDraws; ++seed)
    sum += measure_noise(draw(runs, 1000 * seed), {}).calibration.tau2.at(operation) / kDraws;
  return sum;
}

TEST(HostNoise, IsTheVarianceOfTheRunsBeyondThatOfThePasses) {
  std::vector<table::Table> tables;
  for (std::size_t run = 0; run < kLeastSweeps; ++run) {
    const double level = run % 2 == 0 ? 0.03 : -0.03;
    table::Table table = drawn_table({.passes = 2, .cv = 0});
    for (table::Row& row : table.rows) {
      const double pass = row.pass == 1 ? 0.01 : -0.01;
      row.aggregate_Bps = *row.aggregate_Bps * std::exp(-pass - (chosen(row) ? level : 0));
      row.p50_s = *row.p50_s * std::exp(pass);
    }
    tables.push_back(table);
  }
  const HostNoise noise = measure_noise(tables, {});
  // The drift of the passes is the same in all rows, and taken off; the runs of one of six rows
  // vary by +-0.03, six times: a variance of 0.0009 * 6 / 5.
  EXPECT_NEAR(noise.calibration.tau2.at("get"), 0.0009 * 6 / 5 / 6, 1e-9);
  EXPECT_NEAR(noise.calibration.tau2.at("list"), 0, 1e-12);
}

TEST(HostNoise, IsFoundByOperation) {
  const Runs runs{.cv = 0.02, .tau = 0.04};
  EXPECT_NEAR(std::sqrt(mean_tau2(runs, "get")), 0.04, 0.004);
  EXPECT_LT(std::sqrt(mean_tau2(runs, "list")), 0.012);
}

TEST(HostNoise, IsNoneWhenRunsDifferAsPassesDo) {
  EXPECT_LT(std::sqrt(mean_tau2({.cv = 0.02}, "get")), 0.008);
}

TEST(HostNoise, KeepsTheShiftOfTheHostApart) {
  const HostNoise still = measure_noise(draw({}), {});
  const HostNoise shifted = measure_noise(draw({.shift = 0.2}), {});
  ASSERT_THAT(shifted.shifts, SizeIs(6));
  EXPECT_NEAR(shifted.shifts.back() - shifted.shifts.front(), 0.2, 0.03);
  for (const char* operation : {"get", "list"})
    EXPECT_NEAR(shifted.calibration.tau2.at(operation), still.calibration.tau2.at(operation), 1e-5);
}

TEST(HostNoise, IsNotToldFromFewRuns) {
  EXPECT_THROW(measure_noise(draw({.sweeps = 5}), {}), Error);
}

TEST(HostNoise, NeedsTwoPassesInEveryRun) {
  try {
    measure_noise(draw({.passes = 1}), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

TEST(HostNoise, LeavesOutRowsThatARunLacks) {
  std::vector<table::Table> tables = draw({});
  std::vector<table::Row>& rows = tables[2].rows;
  rows.erase(std::remove_if(rows.begin(), rows.end(), chosen), rows.end());
  const HostNoise noise = measure_noise(tables, {});
  EXPECT_EQ(noise.rows_left_out, 1u);
  EXPECT_EQ(noise.operations.at("get").rows, 5u);
}

TEST(HostNoise, IsNotMeasuredOverTwoMachines) {
  std::vector<table::Table> tables = draw({});
  for (table::Row& row : tables[3].rows) row.machine = "another";
  try {
    measure_noise(tables, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("runs 1 and 4"));
  }
}

TEST(HostNoise, IsToldInAFewLines) {
  const std::string text = to_text(measure_noise(draw({.tau = 0.04}), {}));
  EXPECT_THAT(text, HasSubstr("get: 6 rows"));
  EXPECT_THAT(text, HasSubstr("from run to run (slower: +)"));
}

TEST(HostNoise, IsRefusedAfterOneRunThatCannotBeUsed) {
  std::vector<table::Table> tables = draw({});
  tables.resize(1);
  EXPECT_NO_THROW(check_usable(tables, {}));
  for (table::Row& row : tables[0].rows) row.valid = table::kInvalid;
  try {
    check_usable(tables, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("rows that have two usable passes in every run: "));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::diff
