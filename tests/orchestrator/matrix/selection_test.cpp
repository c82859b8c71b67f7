#include "orchestrator/matrix/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kMatrix =
    "matrix:\n  mode: [thread, process]\n  operation: [get, upload]\n  volume: [10, 50, 100]\n"
    "settings: {client_pool: 1, server_pool: 1}\n";

TEST(Selection, KeepsOnlyWhatHasAllTheValues) {
  EXPECT_THAT(ids(expand_text(kMatrix, {.only = {"mode=thread,operation=get", "volume=10|100"}})),
              ElementsAre("thread-s1-get-10MB-c1", "thread-s1-get-100MB-c1"));
}

TEST(Selection, ComparesValuesHoweverTheyAreWritten) {
  EXPECT_EQ(expand_text(kMatrix, {.only = {"volume=1e1"}}).size(), 4u);
}

TEST(Selection, SetsAValueInEveryScenario) {
  for (const Scenario& scenario : expand_text(kMatrix, {.set = {"requests=3,seed=9"}})) {
    EXPECT_EQ(scenario.text("requests"), "3");
    EXPECT_EQ(scenario.text("seed"), "9");
  }
}

TEST(Selection, RunsScenariosOnceThatSetMakesTheSame) {
  EXPECT_THAT(ids(expand_text(kMatrix, {.only = {"operation=get"}, .set = {"volume=7"}})),
              ElementsAre("thread-s1-get-7MB-c1", "process-s1-get-7MB-c1"));
}

TEST(Selection, MayGiveWhatTheFileLeavesOut) {
  EXPECT_EQ(expand_text("settings: {mode: thread, operation: get, volume: 1, client_pool: 1}\n",
                        {.set = {"server_pool=2"}})
                .size(),
            1u);
}

TEST(Selection, IsHeldAgainstTheImpossibleToo) {
  EXPECT_THAT(refusal(kMatrix, {.set = {"max_upload=1MiB"}}), HasSubstr("smaller max_upload"));
}

TEST(Selection, SaysWhenItLeavesNothing) {
  EXPECT_THAT(refusal(kMatrix, {.only = {"volume=11"}}), HasSubstr("leaves no scenario to run"));
}

TEST(Selection, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(refusal(kMatrix, {.only = {"mode"}}), HasSubstr("--only: 'mode' is not key=value"));
  EXPECT_THAT(refusal(kMatrix, {.only = {""}}), HasSubstr("is not key=value"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"modes=thread"}}),
              HasSubstr("--set: 'modes' is no setting; did you mean 'mode'?"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"volume=10|50"}}),
              HasSubstr("--set: key 'volume': '10|50' is not a number"));
  EXPECT_THAT(refusal(kMatrix, {.only = {"mode=thread,"}}), HasSubstr("'' is not key=value"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
