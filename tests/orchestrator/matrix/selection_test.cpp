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

TEST(Selection, SetsSeveralValuesOfAnAxis) {
  EXPECT_THAT(ids(expand_text(kMatrix, {.only = {"operation=get"}, .set = {"volume=1|7"}})),
              ElementsAre("thread-s1-get-1MB-c1", "thread-s1-get-7MB-c1", "process-s1-get-1MB-c1",
                          "process-s1-get-7MB-c1"));
}

TEST(Selection, MakesAnAxisOfASettingThatIsSetToSeveralValues) {
  EXPECT_THAT(ids(expand_text(kMatrix, {.only = {"mode=thread", "operation=get", "volume=10"},
                                        .set = {"slots=1|2"}})),
              ElementsAre("thread-s1-get-10MB-c1-slots=1", "thread-s1-get-10MB-c1-slots=2"));
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

TEST(Selection, SaysWhichValuesThereAreWhenItLeavesNothing) {
  EXPECT_THAT(refusal(kMatrix, {.only = {"volume=11"}}),
              HasSubstr("--only: 'volume=11' leaves no scenario; volume is 10, 50, 100"));
  EXPECT_THAT(refusal(kMatrix, {.only = {"volume=10", "volume=50"}}),
              HasSubstr("nothing is left of which all of it holds"));
}

TEST(Selection, ComparesNumbers) {
  const auto left = [](const char* only) { return expand_text(kMatrix, {.only = {only}}).size(); };
  const std::size_t each = left("volume=10");
  EXPECT_EQ(left("volume>=50"), 2 * each);
  EXPECT_EQ(left("volume>50"), each);
  EXPECT_EQ(left("volume<1e2"), 2 * each);
  EXPECT_EQ(left("volume<=100"), 3 * each);
  EXPECT_EQ(left("volume!=10|50"), each);
  EXPECT_THAT(refusal(kMatrix, {.only = {"mode>thread"}}), HasSubstr("> takes one number"));
  EXPECT_THAT(refusal(kMatrix, {.only = {"volume>10|50"}}), HasSubstr("> takes one number"));
}

TEST(Selection, TakesScenariosByTheirNames) {
  const std::vector<Scenario> all = expand_text(kMatrix, {});
  const std::vector<Scenario> two = expand_text(kMatrix, {.only = {all[1].id + "|" + all[3].id}});
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].id, all[1].id);
  EXPECT_EQ(two[1].id, all[3].id);
}

TEST(Selection, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(refusal(kMatrix, {.only = {"mode"}}), HasSubstr("--only: 'mode' is no scenario"));
  EXPECT_THAT(refusal(kMatrix, {.only = {""}}), HasSubstr("and no condition; write it as"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"mode"}}), HasSubstr("--set: 'mode' is not key=value"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"modes=thread"}}),
              HasSubstr("--set: 'modes' is no setting; did you mean 'mode'?"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"volume=10|much"}}),
              HasSubstr("--set: key 'volume': 'much' is not a number"));
  EXPECT_THAT(refusal(kMatrix, {.set = {"passes=2|3"}}), HasSubstr("'2|3' is not a whole number"));
  EXPECT_THAT(refusal(kMatrix, {.only = {"mode=thread,"}}), HasSubstr("'' is no scenario"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
