#include "orchestrator/sweep/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::HasSubstr;

Plan plan_of_part(Shard shard) {
  const matrix::Matrix matrix = matrix::load_matrix(
      "matrix: {client_pool: [1, 2, 3, 4, 5]}\n"
      "settings: {mode: thread, operation: get, volume: 1, server_pool: 1}\n",
      "test.yaml");
  return {.scenarios = matrix::expand(matrix),
          .repeats = {.passes = 2, .order = matrix::Order::kShuffled},
          .shard = shard};
}

// The part's table as a sweep of its plan leaves it.
Part part_of(Shard shard) {
  Part part{.file = to_text(shard) + ".csv", .plan = plan_of_part(shard)};
  for (std::uint64_t pass = 1; pass <= part.plan.repeats.passes; ++pass) {
    for (const Turn& turn : turns_of(part.plan, pass)) {
      table::Row& row = part.table.rows.emplace_back();
      row.pass = turn.pass;
      row.position = turn.position;
      row.scenario = part.plan.scenarios[turn.scenario].id;
    }
  }
  return part;
}

std::string refusal(const std::vector<Part>& parts) {
  try {
    merged_plan(parts);
    return "";
  } catch (const Error& error) {
    return error.code() == ExitCode::kBadInput ? error.what() : "wrong exit code";
  }
}

TEST(Merge, MakesTheRowsOfTheWholeSweep) {
  for (const std::size_t count : {1u, 2u, 3u, 5u}) {
    std::vector<Part> parts;
    for (std::size_t i = count; i >= 1; --i) parts.push_back(part_of({i, count}));
    EXPECT_EQ(merged_rows(parts), part_of({}).table.rows) << count;
  }
}

TEST(Merge, MakesThePlanOfTheWholeSweep) {
  const Plan plan = merged_plan({part_of({2, 2}), part_of({1, 2})});
  EXPECT_EQ(plan.shard, Shard{});
  EXPECT_EQ(plan.repeats, plan_of_part({}).repeats);
  EXPECT_EQ(matrix::content_hash(plan.scenarios), matrix::content_hash(plan_of_part({}).scenarios));
}

TEST(Merge, RefusesPartsOfOtherScenarios) {
  Part other = part_of({2, 2});
  other.plan.scenarios[0].values[0].text = "process";
  EXPECT_THAT(refusal({part_of({1, 2}), other}),
              HasSubstr("2/2.csv: comes from other scenarios than '1/2.csv'"));
}

TEST(Merge, RefusesPartsOfOtherPasses) {
  Part other = part_of({2, 2});
  other.plan.repeats.passes = 3;
  EXPECT_THAT(refusal({part_of({1, 2}), other}), HasSubstr("has other passes, or another order"));
}

TEST(Merge, RefusesPartsThatOverlap) {
  EXPECT_THAT(refusal({part_of({1, 2}), part_of({1, 2})}),
              HasSubstr("is shard 1/2, and so is '1/2.csv'"));
  EXPECT_THAT(refusal({part_of({1, 2}), part_of({2, 3})}),
              HasSubstr("is a part of another size than '1/2.csv'"));
}

TEST(Merge, RefusesToLeaveAPartOut) {
  EXPECT_THAT(refusal({part_of({1, 3}), part_of({3, 3})}), HasSubstr("shard 2/3 is missing"));
}

TEST(Merge, RefusesOtherColumns) {
  Part other = part_of({2, 2});
  other.columns = "mode,new";
  EXPECT_THAT(refusal({part_of({1, 2}), other}), HasSubstr("has other columns than '1/2.csv'"));
}

TEST(Merge, RefusesAPartThatIsNotFinished) {
  Part half = part_of({2, 2});
  half.table.rows.pop_back();
  EXPECT_THAT(refusal({part_of({1, 2}), half}),
              HasSubstr("has 3 of 4 rows; finish it by 'orchestrator run --resume 2/2.csv'"));
}

TEST(Merge, RefusesARowThatStandsTwice) {
  Part twice = part_of({2, 2});
  twice.table.rows.push_back(twice.table.rows[0]);
  EXPECT_THAT(refusal({part_of({1, 2}), twice}), HasSubstr("two rows of one scenario"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
