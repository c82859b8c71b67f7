#include "orchestrator/capacity/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using namespace std::chrono_literals;

constexpr const char* kMatrix =
    "matrix: {mode: [thread, process], client_pool: [4, 64]}\n"
    "settings: {operation: get, volume: 0.01, server_pool: 1, requests: 7}\n";

std::vector<Subject> subjects(LoadAxis axis, const char* text = kMatrix,
                              const matrix::Selection& selection = {}) {
  return subjects_of(matrix::load_matrix(text, "m.yaml"), selection, axis, 10);
}

TEST(Load, OfARateLeavesTheScenariosAsTheyAre) {
  const auto all = subjects(LoadAxis::kRate);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1].name, "thread-s1-get-0.01MB-c64");
  EXPECT_EQ(all[1].scenario.text("rate"), "10");
  EXPECT_EQ(all[1].scenario.text("requests"), "1");
}

TEST(Load, NeedsNotFitARequestOfEachClientIntoTheDeadlineAtTheLowestRate) {
  const matrix::Matrix matrix = matrix::load_matrix(
      "matrix: {mode: [thread]}\n"
      "settings: {operation: get, volume: 1, client_pool: 64, server_pool: 2, scenario_timeout: "
      "30s}\n",
      "m.yaml");
  EXPECT_EQ(subjects_of(matrix, {}, LoadAxis::kRate, 1).size(), 1u);
}

TEST(Load, OfClientsMakesOneOfScenariosThatDifferInTheirClients) {
  const auto all = subjects(LoadAxis::kClients);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "thread-s1-get-0.01MB");
  EXPECT_EQ(all[1].name, "process-s1-get-0.01MB");
}

TEST(Load, OfARateMakesOneOfScenariosThatDifferInTheirRate) {
  const auto all = subjects(LoadAxis::kRate,
                            "matrix: {rate: [10, 20], slots: [1, 2]}\n"
                            "settings: {mode: thread, operation: get, volume: 1, client_pool: 4,"
                            " server_pool: 1}\n");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "thread-s1-get-1MB-c4-slots=1");
}

TEST(Load, MakesAClosedLoopOfClients) {
  const auto all = subjects(LoadAxis::kClients, kMatrix, {.set = {"rate=5,arrivals=poisson"}});
  EXPECT_EQ(all[0].scenario.text("rate"), "0");
}

TEST(Load, IsASettingOfAScenarioThatIsNamedByIt) {
  const Subject subject = subjects(LoadAxis::kRate).at(0);
  const matrix::Scenario scenario = at_load(subject, LoadAxis::kRate, 187.5, 5s);
  EXPECT_EQ(scenario.id, "thread-s1-get-0.01MB-c4-rate=187.5");
  EXPECT_EQ(scenario.text("rate"), "187.5");
  EXPECT_EQ(scenario.text("duration"), "5s");
  EXPECT_EQ(scenario.text("scenario_timeout"), "120s");
}

TEST(Load, OfClientsIsNamedAsInASweep) {
  const Subject subject = subjects(LoadAxis::kClients).at(0);
  const matrix::Scenario scenario = at_load(subject, LoadAxis::kClients, 100, 5s);
  EXPECT_EQ(scenario.id, "thread-s1-get-0.01MB-c100");
  EXPECT_EQ(scenario.integer("client_pool"), 100u);
}

TEST(Load, RaisesTheDeadlineOfALongRun) {
  const matrix::Scenario scenario =
      at_load(subjects(LoadAxis::kRate).at(0), LoadAxis::kRate, 1, 400s);
  EXPECT_EQ(scenario.duration("scenario_timeout"), 470s);
}

TEST(Load, IsShownWithItsDecimalsAndWithThousandsApart) {
  EXPECT_EQ(describe_load(LoadAxis::kRate, 193.75), "193.75 requests/s");
  EXPECT_EQ(describe_load(LoadAxis::kClients, 12800), "12,800 clients");
}

TEST(Load, RefusesWhatTheMatrixCannotMean) {
  EXPECT_THROW(subjects(LoadAxis::kRate, kMatrix, {.set = {"think_time=1s"}}), Error);
  EXPECT_THROW(subjects(LoadAxis::kClients, kMatrix, {.set = {"client_workers=20"}}), Error);
}

}  // namespace
}  // namespace gauntlet::orchestrator::capacity
