#include "orchestrator/matrix/repeats.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::HasSubstr;

Repeats repeats(const std::string& text, const Selection& selection = {}) {
  return repeats_of(load_matrix(text, "test.yaml"), selection);
}

TEST(RepeatsOfASweep, AreOneListedPassWhereNothingIsSaid) {
  EXPECT_EQ(repeats(kRequired), (Repeats{.passes = 1, .order = Order::kListed}));
}

TEST(RepeatsOfASweep, StandAmongTheSettings) {
  EXPECT_EQ(repeats("settings: {passes: 3, order: shuffled, requests: 2}\n"),
            (Repeats{.passes = 3, .order = Order::kShuffled}));
}

TEST(RepeatsOfASweep, AreChangedBySet) {
  EXPECT_EQ(repeats("settings: {passes: 3, order: shuffled}\n", {.set = {"passes=5,seed=2"}}),
            (Repeats{.passes = 5, .order = Order::kShuffled}));
}

TEST(RepeatsOfASweep, AreNoSettingsOfAScenario) {
  EXPECT_FALSE(find_setting("passes").has_value());
  EXPECT_EQ(ids(expand_text(std::string("settings: {mode: thread, operation: get, volume: 10, "
                                        "client_pool: 1, server_pool: 1, passes: 2}\n"))),
            std::vector<std::string>{"thread-s1-get-10MB-c1"});
}

TEST(RepeatsOfASweep, AreRefusedWhereAScenarioIsMeant) {
  const std::string sentence = std::string("key 'passes': ") + kSweepKeyMisplaced;
  for (const char* text :
       {"matrix:\n  passes: [1, 2]\n", "include:\n- {passes: 2}\n", "exclude:\n- {passes: 2}\n"})
    EXPECT_EQ(refusal(std::string(kRequired) + text), "test.yaml:3: " + sentence);
  EXPECT_EQ(refusal(kRequired, {.only = {"passes=2"}}), "--only: " + sentence);
}

TEST(RepeatsOfASweep, AreCheckedLikeSettings) {
  EXPECT_THAT(refusal("settings:\n  passes: 0\n"),
              HasSubstr("test.yaml:2: key 'passes': '0' is not a whole number from 1 to 10000"));
  EXPECT_THAT(refusal("settings:\n  order: shufled\n"),
              HasSubstr("test.yaml:2: key 'order': 'shufled' is not one of listed, shuffled; did "
                        "you mean 'shuffled'?"));
  EXPECT_THAT(refusal("settings:\n  passes: [1, 2]\n"), HasSubstr("is a list; write one value"));
  EXPECT_THAT(refusal("settings:\n  passes: 1\n  passes: 2\n"), HasSubstr("is given twice"));
  EXPECT_THAT(refusal(kRequired, {.set = {"passes=many"}}),
              HasSubstr("--set: key 'passes': 'many' is not a whole number"));
}

TEST(RepeatsOfASweep, AreExplainedInTheScenariosReadme) {
  std::ifstream file(GAUNTLET_SOURCE_DIR "/scenarios/README.md");
  std::stringstream text;
  text << file.rdbuf();
  for (const Setting& key : sweep_keys())
    EXPECT_THAT(text.str(),
                HasSubstr(fmt::format("| `{}` | {} | `{}` | {} |\n", key.name, describe_values(key),
                                      sweep_value(Repeats{}, key.name), key.meaning)));
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
