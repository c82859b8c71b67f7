#include "orchestrator/sweep/forecast.h"

#include <gtest/gtest.h>

#include "orchestrator/matrix/expand.h"

namespace gauntlet::orchestrator::sweep {
namespace {

// Of two scenarios with these settings, in two passes.
std::string forecast_of(const std::string& settings) {
  Plan plan{.scenarios = matrix::expand(matrix::load_matrix(
                "matrix: {server_pool: [1, 2]}\n"
                "settings: {mode: thread, operation: get, volume: 1, client_pool: 5, " +
                    settings + "}\n",
                "test.yaml"))};
  plan.repeats.passes = 2;
  return to_text(forecast(plan));
}

TEST(Forecast, CountsWarmUpAndDurationAndAMomentForThePrograms) {
  EXPECT_EQ(forecast_of("duration: 10s, warmup: 2s"), "about 48.4 s");
}

TEST(Forecast, CountsTheLingering) {
  EXPECT_EQ(forecast_of("duration: 10s, linger: 2s"), "about 48.4 s");
  EXPECT_EQ(forecast_of("linger: 1s"), "at least 4.00 s");
}

TEST(Forecast, KnowsTheScheduleOfAnOpenLoop) {
  EXPECT_EQ(forecast_of("rate: 10, requests: 20"), "about 40.4 s");
  EXPECT_EQ(forecast_of("rate: 10, min_duration: 1s"), "about 4.40 s");
}

TEST(Forecast, SaysAtLeastWhereRequestsMayTakeLonger) {
  EXPECT_EQ(forecast_of("min_duration: 1s"), "at least 4.00 s");
  EXPECT_EQ(forecast_of("think_time: 100ms, requests: 11"), "at least 4.00 s");
  EXPECT_EQ(forecast_of("warmup: 1s"), "at least 4.00 s");
}

TEST(Forecast, SaysNothingWhereOnlyTheServerDecides) {
  EXPECT_EQ(forecast_of("requests: 100"), "");
}

TEST(Forecast, IsOfTheShardAlone) {
  Plan plan{.scenarios = matrix::expand(matrix::load_matrix(
                "matrix: {server_pool: [1, 2]}\n"
                "settings: {mode: thread, operation: get, volume: 1, client_pool: 5, duration: "
                "10s}\n",
                "test.yaml")),
            .shard = {1, 2}};
  EXPECT_EQ(to_text(forecast(plan)), "about 10.1 s");
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
