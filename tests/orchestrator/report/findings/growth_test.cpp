#include "orchestrator/report/findings/growth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/orchestrator/report/findings/made_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct MadePoint {
  std::uint64_t clients = 0;
  std::vector<double> passes{};  // MiB/s
};

std::vector<table::Row> line(const std::vector<MadePoint>& points, double volume = 10) {
  std::vector<table::Row> rows;
  for (const MadePoint& point : points)
    for (std::size_t i = 0; i < point.passes.size(); ++i)
      rows.push_back(valid_row({.mib_per_s = point.passes[i],
                                .clients = point.clients,
                                .pass = i + 1,
                                .volume = volume}));
  return rows;
}

Findings growth_in(std::vector<table::Row> rows) {
  return growth(to_cells(table_of(std::move(rows))));
}

TEST(Growth, StopsAtTheFewestClientsThatReachTheBestRate) {
  const Findings found = growth_in(line({{1, {100}}, {5, {390}}, {50, {400}}, {100, {399}}}));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].text,
            "Rate of get: stops growing at 5 clients: 100 MiB/s with 1 client, 390 MiB/s with 5 "
            "clients");
  EXPECT_EQ(found[0].figures.at("lines").at(0).at("clients"), 5);
}

TEST(Growth, GoesOnWhereTheMostClientsAreTheFastest) {
  const Findings found = growth_in(line({{1, {100}}, {5, {200}}, {50, {400}}}));
  EXPECT_THAT(found.at(0).text, HasSubstr("still grows at 50 clients"));
  EXPECT_EQ(found[0].figures.at("lines").at(0).at("growth"), "grows");
}

TEST(Growth, IsNoneWhereRatesStayTheSame) {
  const Findings found = growth_in(line({{1, {100}}, {5, {101}}, {50, {99}}}));
  EXPECT_THAT(found.at(0).text, HasSubstr("does not grow with the clients"));
}

TEST(Growth, TellsOfARateThatFalls) {
  const Findings found = growth_in(line({{1, {100}}, {5, {200}}, {50, {80}}}));
  EXPECT_THAT(found.at(0).text, HasSubstr("it falls to 80.0 MiB/s with 50 clients"));
}

TEST(Growth, TellsOfARateThatFallsFromItsFirstPointOnce) {
  const Findings found = growth_in(line({{1, {100}}, {5, {60}}, {50, {20}}}));
  EXPECT_EQ(
      found.at(0).text,
      "Rate of get: does not grow with the clients: 100 MiB/s with 1 client; it falls to 20.0 "
      "MiB/s with 50 clients");
}

TEST(Growth, IsNotToldOfWhatOneClientGot) {
  std::vector<table::Row> rows = line({{1, {100}}, {5, {60}}, {50, {20}}});
  for (table::Row& row : rows) row.throughput_Bps = std::exchange(row.aggregate_Bps, {});
  EXPECT_THAT(growth_in(rows), IsEmpty());
}

TEST(Growth, IsNotToldOfTwoPoints) {
  EXPECT_THAT(growth_in(line({{1, {100}}, {5, {200}}})), IsEmpty());
}

TEST(Growth, IsNotToldWherePassesDifferAsMuchAsPoints) {
  EXPECT_THAT(growth_in(line({{1, {60, 140}}, {5, {90, 190}}, {50, {80, 200}}})), IsEmpty());
}

TEST(Growth, IsNotToldWhereTheLastStepMayBeChance) {
  EXPECT_THAT(growth_in(line({{1, {100, 101}}, {5, {180, 220}}, {50, {210, 250}}})), IsEmpty());
}

TEST(Growth, OfRatesThatStayTheSameIsNotToldWherePassesDifferMuch) {
  EXPECT_THAT(growth_in(line({{1, {60, 140}}, {5, {65, 138}}, {50, {62, 140}}})), IsEmpty());
}

TEST(Growth, IsToldWhereEveryPassCarriesIt) {
  EXPECT_THAT(growth_in(line({{1, {95, 105}}, {5, {190, 210}}, {50, {195, 206}}})), SizeIs(1));
}

TEST(Growth, DoesNotCountPointsThatAreNotValid) {
  std::vector<table::Row> rows = line({{1, {100}}, {5, {200}}});
  rows.push_back(invalid_row({.mib_per_s = 200, .clients = 50}));
  EXPECT_THAT(growth_in(rows), IsEmpty());
}

TEST(Growth, CountsCombinationsOfWhichNothingCanBeSaid) {
  std::vector<table::Row> rows = line({{1, {100}}, {5, {200}}, {50, {200}}});
  for (const table::Row& row : line({{1, {100, 300}}, {5, {90, 310}}, {50, {80, 320}}}, 20))
    rows.push_back(row);
  EXPECT_THAT(growth_in(rows).at(0).text,
              HasSubstr("stops growing at 5 clients in 1 of 2 combinations of the other settings, "
                        "scatters too much to say it in 1"));
}

TEST(Growth, OfManyLinesIsCounted) {
  std::vector<table::Row> rows = line({{1, {100}}, {5, {200}}, {50, {200}}});
  for (const table::Row& row : line({{1, {100}}, {5, {200}}, {50, {400}}}, 20)) rows.push_back(row);
  const Findings found = growth_in(rows);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].text,
            "Rate of get: stops growing at 5 clients in 1 of 2 combinations of the other settings, "
            "still grows at the most clients in 1");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::findings
