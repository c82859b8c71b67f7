#include "orchestrator/report/findings/extremes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/orchestrator/report/findings/made_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Findings extremes_of(std::vector<table::Row> rows) {
  const table::Table table = table_of(std::move(rows));
  return extremes(table, to_cells(table));
}

TEST(Extremes, AreTheFastestAndTheSlowestCellOfAnOperation) {
  const Findings found = extremes_of({valid_row({.mib_per_s = 50, .clients = 1}),
                                      valid_row({.mib_per_s = 200, .clients = 5}),
                                      valid_row({.mib_per_s = 100, .clients = 50})});
  ASSERT_THAT(kinds_of(found), ElementsAre("fastest", "slowest"));
  EXPECT_EQ(found[0].text, "Fastest get: 200 MiB/s with 5 clients");
  EXPECT_EQ(found[1].text, "Slowest get: 50.0 MiB/s with 1 client, 25% of the fastest");
  EXPECT_EQ(found[0].figures.at("rate"), 200);
  EXPECT_THAT(found[1].scenarios, ElementsAre("thread-get-c1"));
}

TEST(Extremes, AreOfEachOperationByItself) {
  table::Row list = valid_row({.operation = "list"});
  list.requests_per_s = 1234;
  const Findings found = extremes_of({list, valid_row({.mib_per_s = 50})});
  ASSERT_THAT(kinds_of(found), ElementsAre("rate", "rate"));
  EXPECT_EQ(found[0].text, "get: 50.0 MiB/s");
  EXPECT_EQ(found[1].text, "list: 1,234 requests/s");
}

TEST(Extremes, ComeWithTheRangeOfTheirPasses) {
  const Findings found = extremes_of({valid_row({.mib_per_s = 100, .pass = 1}),
                                      valid_row({.mib_per_s = 110, .pass = 2}),
                                      valid_row({.mib_per_s = 120, .pass = 3})});
  EXPECT_EQ(found.at(0).text, "get: 110 MiB/s (100 MiB/s to 120 MiB/s in 3 passes)");
}

TEST(Extremes, SayWhereRatesAreOfOneClient) {
  table::Row row = valid_row({.mib_per_s = 50});
  row.throughput_Bps = std::exchange(row.aggregate_Bps, {});
  EXPECT_EQ(extremes_of({row}).at(0).text, "get of one client: 50.0 MiB/s");
}

TEST(Extremes, SayHowManyOthersMayBeAsFast) {
  const Findings found = extremes_of({valid_row({.mib_per_s = 100, .clients = 5, .pass = 1}),
                                      valid_row({.mib_per_s = 120, .clients = 5, .pass = 2}),
                                      valid_row({.mib_per_s = 90, .clients = 9, .pass = 1}),
                                      valid_row({.mib_per_s = 101, .clients = 9, .pass = 2}),
                                      valid_row({.mib_per_s = 20, .clients = 1, .pass = 1}),
                                      valid_row({.mib_per_s = 30, .clients = 1, .pass = 2})});
  EXPECT_EQ(found.at(0).figures.at("as_fast"), 1);
  EXPECT_THAT(found.at(0).text, HasSubstr("the passes of 1 other cell reach into this range"));
}

TEST(Extremes, SayNothingOfOthersAfterASinglePass) {
  const Findings found = extremes_of(
      {valid_row({.mib_per_s = 100, .clients = 5}), valid_row({.mib_per_s = 100, .clients = 9})});
  EXPECT_THAT(found.at(0).text, Not(HasSubstr("reach into")));
}

TEST(Extremes, AreNeverOfRowsThatAreNotValidOrFailed) {
  const Findings found = extremes_of({invalid_row({.mib_per_s = 900, .clients = 1}),
                                      failed_row({.mib_per_s = 800, .clients = 5}, ""),
                                      valid_row({.mib_per_s = 50, .clients = 9})});
  ASSERT_THAT(kinds_of(found), ElementsAre("rate"));
  EXPECT_EQ(found[0].text, "get: 50.0 MiB/s with 9 clients");
}

TEST(Extremes, AreNoneWhereNoRowIsValid) {
  EXPECT_THAT(extremes_of({invalid_row({.mib_per_s = 900})}), IsEmpty());
}

TEST(Extremes, CompareTheSlowestWithCellsOfItsVolumeAlone) {
  const Findings found = extremes_of({valid_row({.mib_per_s = 2, .clients = 1, .volume = 0.01}),
                                      valid_row({.mib_per_s = 3, .clients = 5, .volume = 0.01}),
                                      valid_row({.mib_per_s = 100, .clients = 1, .volume = 10}),
                                      valid_row({.mib_per_s = 400, .clients = 5, .volume = 10})});
  ASSERT_THAT(kinds_of(found), ElementsAre("fastest", "slowest"));
  EXPECT_EQ(found[1].text,
            "Slowest get: 100 MiB/s with 10 MiB, 1 client, 25% of the fastest of that volume");
}

TEST(Extremes, NameNoSlowestWhereNoneIsSlower) {
  EXPECT_THAT(kinds_of(extremes_of({valid_row({.mib_per_s = 100, .clients = 1}),
                                    valid_row({.mib_per_s = 100, .clients = 5})})),
              ElementsAre("fastest"));
  EXPECT_THAT(kinds_of(extremes_of({valid_row({.clients = 1}), valid_row({.clients = 5})})),
              ElementsAre("fastest"))
      << "all are zero";
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::findings
