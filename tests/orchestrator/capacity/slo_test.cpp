#include "orchestrator/capacity/slo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using testing::HasSubstr;

std::string problem_of(const std::string& text) {
  try {
    parse_slo(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    return error.what();
  }
  return "understood";
}

// The first condition.
Condition parse_one(const std::string& text) { return parse_slo(text).conditions.at(0); }

table::Row p99_row(double p99_s) {
  table::Row row;
  row.requests = 1000;
  row.failed_requests = 0;
  row.p99_s = p99_s;
  row.aggregate_Bps = 2.0 * 1024 * 1024;
  return row;
}

TEST(Slo, TakesNamesWithAndWithoutTheirUnit) {
  for (const char* text : {"p99 < 50ms", "p99_s<50ms", " p99  <50ms "})
    EXPECT_STREQ(parse_one(text).column->name, "p99_s") << text;
  EXPECT_STREQ(parse_one("failed = 0").column->name, "failed_requests");
  EXPECT_STREQ(parse_one("aggregate > 1KiB/s").column->name, "aggregate_Bps");
  EXPECT_STREQ(parse_one("late_p99 < 1ms").column->name, "late_p99_s");
  EXPECT_STREQ(parse_one("rtt_mean < 1ms").column->name, "rtt_mean_us");
  EXPECT_STREQ(parse_one("requests > 1").column->name, "requests");
  EXPECT_STREQ(parse_one("requests_per_s > 1").column->name, "requests_per_s");
}

TEST(Slo, TakesFiveRelations) {
  EXPECT_EQ(parse_one("p99 < 1s").relation, matrix::Relation::kLess);
  EXPECT_EQ(parse_one("p99 <= 1s").relation, matrix::Relation::kAtMost);
  EXPECT_EQ(parse_one("p99 = 1s").relation, matrix::Relation::kEqual);
  EXPECT_EQ(parse_one("p99 >= 1s").relation, matrix::Relation::kAtLeast);
  EXPECT_EQ(parse_one("p99 > 1s").relation, matrix::Relation::kMore);
}

TEST(Slo, ReadsValuesInTheUnitOfTheirColumn) {
  EXPECT_DOUBLE_EQ(parse_one("p99 < 50ms").bound, 0.05);
  EXPECT_DOUBLE_EQ(parse_one("p99 > 0").bound, 0);
  EXPECT_DOUBLE_EQ(parse_one("rtt_mean < 1.5ms").bound, 1500);
  EXPECT_DOUBLE_EQ(parse_one("aggregate > 1GiB/s").bound, 1073741824);
  EXPECT_DOUBLE_EQ(parse_one("aggregate > 1GiB").bound, 1073741824);
  EXPECT_DOUBLE_EQ(parse_one("server_peak_rss < 64MiB").bound, 67108864);
  EXPECT_DOUBLE_EQ(parse_one("host_busy < 80%").bound, 0.8);
  EXPECT_DOUBLE_EQ(parse_one("requests_per_s > 1e3").bound, 1000);
}

TEST(Slo, AddsThatNothingFailedUnlessItIsSpokenOf) {
  EXPECT_EQ(parse_slo("p99 < 50ms").text, "p99 < 50ms, failed = 0");
  EXPECT_EQ(parse_slo("p99 < 50ms, failed < 1%").text, "p99 < 50ms, failed < 1%");
  EXPECT_EQ(parse_slo("fail <= 2").text, "fail <= 2");
}

TEST(Slo, NamesEveryMistakeWithItsFix) {
  EXPECT_THAT(problem_of(""), HasSubstr("says nothing; write what must hold as"));
  EXPECT_THAT(problem_of("p99 < 1s, "), HasSubstr("a condition is empty"));
  EXPECT_THAT(problem_of("p99"), HasSubstr("'p99': says no relation"));
  EXPECT_THAT(problem_of("< 5ms"), HasSubstr("names no column"));
  EXPECT_THAT(problem_of("p98 < 5ms"), HasSubstr("'p98' is no column; did you mean 'p9"));
  EXPECT_THAT(problem_of("agregate > 5"), HasSubstr("did you mean 'aggregate'?"));
  EXPECT_THAT(problem_of("cheese > 5"), HasSubstr("results/README.md lists the columns"));
  EXPECT_THAT(problem_of("status = 1"), HasSubstr("column 'status' holds a text"));
  EXPECT_THAT(problem_of("p99 == 5ms"), HasSubstr("'==' is not one of < <= = >= >"));
  EXPECT_THAT(problem_of("p99 => 5ms"), HasSubstr("'=>' is not one of"));
  EXPECT_THAT(problem_of("p99 <"), HasSubstr("says no value for p99_s; it takes a duration"));
  EXPECT_THAT(problem_of("p99 < fast"), HasSubstr("'fast' is not a duration; write it as 500us"));
  EXPECT_THAT(problem_of("p99 < -5ms"), HasSubstr("'-5ms' is not a duration"));
  EXPECT_THAT(problem_of("p99 < 5%"), HasSubstr("'5%' is not a duration"));
  EXPECT_THAT(problem_of("aggregate > 5s"), HasSubstr("'5s' is not a rate"));
  EXPECT_THAT(problem_of("client_peak_rss < 5s"), HasSubstr("'5s' is not a size"));
  EXPECT_THAT(problem_of("failed < few"), HasSubstr("'few' is not a number or a percentage"));
  EXPECT_THAT(problem_of("retransmits < 1%"), HasSubstr("'1%' is not a number"));
}

TEST(Slo, RefusesANumberThatLacksItsUnit) {
  EXPECT_THAT(problem_of("p99 < 20"), HasSubstr("'20' has no unit; p99_s takes a duration"));
  EXPECT_THAT(problem_of("rtt_mean < 300"), HasSubstr("'300' has no unit"));
  EXPECT_THAT(problem_of("aggregate > 100"), HasSubstr("write it as 100MiB/s"));
  EXPECT_THAT(problem_of("server_peak_rss < 64"), HasSubstr("'64' has no unit"));
}

TEST(Slo, IsMetWhenAllConditionsHold) {
  const Slo slo = parse_slo("p99 < 50ms, aggregate >= 2MiB/s");
  EXPECT_EQ(check_slo(slo, p99_row(0.049)).met, Met::kYes);
  const SloAnswer answer = check_slo(slo, p99_row(0.05));
  EXPECT_EQ(answer.met, Met::kNo);
  EXPECT_EQ(answer.why, "p99_s is 50.0 ms");
}

TEST(Slo, IsMissedWhenRequestsFailThoughNothingIsSaidOfThem) {
  table::Row row = p99_row(0.01);
  row.failed_requests = 1;
  EXPECT_EQ(check_slo(parse_slo("p99 < 50ms"), row).met, Met::kNo);
}

TEST(Slo, TakesAPercentageOfRequestsAsAPartOfAllThatWereMade) {
  table::Row row = p99_row(0.01);
  row.requests = 990;
  row.failed_requests = 10;
  EXPECT_EQ(check_slo(parse_slo("failed <= 1%"), row).met, Met::kYes);
  const SloAnswer answer = check_slo(parse_slo("failed < 1%"), row);
  EXPECT_EQ(answer.met, Met::kNo);
  EXPECT_EQ(answer.why, "failed_requests is 1% of all requests");
}

TEST(Slo, CannotBeToldFromAPercentileThatTooFewRequestsHideFromSight) {
  table::Row row = p99_row(0.01);
  row.p99_s.reset();
  row.requests = 100;
  const SloAnswer answer = check_slo(parse_slo("p99 < 50ms"), row);
  EXPECT_EQ(answer.met, Met::kNotShown);
  EXPECT_EQ(answer.requests_needed, 368u);
  EXPECT_EQ(answer.why, "p99_s is not shown: 100 requests are too few, it takes 368");
}

TEST(Slo, AsksForAsManyRequestsAsItsHighestPercentileNeeds) {
  table::Row row;
  row.requests = 10;
  row.failed_requests = 0;
  const Slo slo = parse_slo("p50 < 1s, p90 < 1s, p95 < 1s, p999 < 1s, p99 < 1s");
  EXPECT_EQ(check_slo(slo, row).requests_needed, 3688u);
  EXPECT_EQ(check_slo(parse_slo("connect_p99 < 1s"), row).requests_needed, 0u);
}

TEST(Slo, IsMissedByOneConditionThoughAnotherCannotBeTold) {
  table::Row row = p99_row(0.01);
  row.p99_s.reset();
  row.failed_requests = 3;
  EXPECT_EQ(check_slo(parse_slo("p99 < 50ms, failed = 0"), row).met, Met::kNo);
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
