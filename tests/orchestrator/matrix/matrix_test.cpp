#include "orchestrator/matrix/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Mistake {
  const char* text;      // after the required settings
  const char* sentence;  // the beginning of the refusal
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedWithFileLineAndKey) {
  const Mistake& mistake = GetParam();
  EXPECT_THAT(refusal(std::string(kRequired) + mistake.text),
              testing::StartsWith(mistake.sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Matrix, Mistakes,
    testing::Values(
        Mistake{"matirx: {}\n",
                "test.yaml:2: key 'matirx': is no part of a matrix file; those are "
                "name, matrix, settings, include, exclude, servers; did you mean 'matrix'?"},
        Mistake{"matrix:\n  protocl: [http]\n",
                "test.yaml:3: key 'protocl': is no setting; did you mean 'protocol'?"},
        Mistake{"matrix:\n  xyzzy: [1]\n", "test.yaml:3: key 'xyzzy': is no setting"},
        Mistake{"matrix: [protocol]\n", "test.yaml:2: key 'matrix': is a list; write axes"},
        Mistake{"matrix: protocol\n", "test.yaml:2: key 'matrix': is a single value; write axes"},
        Mistake{"matrix:\n", "test.yaml:2: key 'matrix': is nothing; write axes"},
        Mistake{"matrix: {}\n", "test.yaml:2: key 'matrix': is empty; write axes"},
        Mistake{"matrix:\n  protocol: http\n",
                "test.yaml:3: key 'protocol': is a single value; an axis is a list"},
        Mistake{"matrix:\n  protocol: []\n", "test.yaml:3: key 'protocol': is empty; an axis"},
        Mistake{"matrix:\n  protocol: [http,\n  [line]]\n",
                "test.yaml:4: key 'protocol': is a list; write one value"},
        Mistake{"matrix:\n  protocol: [~]\n", "test.yaml:3: key 'protocol': is nothing; write one"},
        Mistake{"matrix:\n  requests: [1, many]\n",
                "test.yaml:3: key 'requests': 'many' is not a whole number"},
        Mistake{"matrix:\n  requests:\n  - 1\n  - 1.0\n",
                "test.yaml:5: key 'requests': has the value '1' twice; keep one"},
        Mistake{"matrix:\n  protocol: [http]\n  protocol: [line]\n",
                "test.yaml:4: key 'protocol': is given twice; keep one"},
        Mistake{"matrix:\n  volume: [1, 2]\n",
                "test.yaml:1: key 'volume': stands under matrix and under settings; keep one"},
        Mistake{"settings: {requests: 2}\n", "test.yaml:2: key 'settings': is given twice"},
        Mistake{"name: [a]\n", "test.yaml:2: key 'name': is a list; write a text"},
        Mistake{"include: {requests: 2}\n",
                "test.yaml:2: key 'include': is a map of keys; write a list of entries"},
        Mistake{"include: []\n", "test.yaml:2: key 'include': is empty"},
        Mistake{"include:\n- 7\n", "test.yaml:3: key 'include': is a single value; an entry names"},
        Mistake{"include:\n- {requests: [1, 2]}\n",
                "test.yaml:3: key 'requests': is a list; write one value; several make an axis"},
        Mistake{"include:\n- {reqests: 1}\n",
                "test.yaml:3: key 'reqests': is no setting; did you mean 'requests'?"},
        Mistake{"exclude:\n- {volume: 10}\n",
                "test.yaml:3: key 'volume': is excluded by value but is no axis"}));

TEST(Matrix, RefusesWhatIsNoMapAtAll) {
  EXPECT_EQ(refusal(""), "test.yaml: is nothing; a matrix file has the keys matrix and settings");
  EXPECT_THAT(refusal("[1, 2]"), HasSubstr("is a list; a matrix file has"));
  EXPECT_THAT(refusal("thread"), HasSubstr("is a single value; a matrix file has"));
}

TEST(Matrix, ListsAllMistakesAtOnceInTheOrderOfTheirLines) {
  const std::string text = refusal(
      "matrix:\n"
      "  mode: [tread]\n"
      "  volume: []\n"
      "setings: {}\n"
      "include:\n"
      "- {requests: -1}\n");
  EXPECT_EQ(text.substr(0, text.find('\n')), "7 mistakes in test.yaml:");
  EXPECT_THAT(text, AllOf(HasSubstr("\n  test.yaml: key 'operation': is missing"),
                          HasSubstr("\n  test.yaml: key 'client_pool': is missing"),
                          HasSubstr("\n  test.yaml: key 'server_pool': is missing"),
                          HasSubstr("\n  test.yaml:2: key 'mode'"),
                          HasSubstr("\n  test.yaml:3: key 'volume'"),
                          HasSubstr("\n  test.yaml:4: key 'setings'"),
                          HasSubstr("\n  test.yaml:6: key 'requests'")));
  EXPECT_LT(text.find(":2:"), text.find(":6:"));
}

TEST(Matrix, SaysOfAMisspeltSettingOnlyWhatIsMeant) {
  const std::string text = refusal(
      "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, sever_pool: 1}\n");
  EXPECT_THAT(text, HasSubstr("'sever_pool': is no setting; did you mean 'server_pool'?"));
  EXPECT_THAT(text, Not(HasSubstr("is missing")));
}

TEST(Matrix, KeepsOddKeysFromGarblingTheSentence) {
  const std::string text = refusal(std::string(kRequired) + "\"a\\nb\\u0001\": 1\n");
  EXPECT_THAT(text, AllOf(HasSubstr("key 'a b\\x01'"), Not(HasSubstr("\n"))));
}

TEST(Matrix, ShowsOnlyTheFirstOfVeryManyMistakes) {
  std::string text = std::string(kRequired) + "matrix:\n";
  for (int i = 0; i < 5000; ++i) text += "  nonsense_" + std::to_string(i) + ": [1]\n";
  EXPECT_THAT(refusal(text), AllOf(HasSubstr("5000 mistakes"), HasSubstr("... and 4950 more")));
}

TEST(Matrix, CountsScenariosWithoutBuildingThem) {
  std::string values = "[1";
  for (int i = 2; i <= 1000; ++i) values += ", " + std::to_string(i);
  values += "]";
  const std::string text = std::string("matrix:\n") + "  volume: " + values +
                           "\n  client_pool: " + values + "\n  server_pool: " + values +
                           "\n  requests: " + values + "\n  seed: " + values + "\n";
  EXPECT_THAT(refusal(text), HasSubstr("makes 1000000000000000 scenarios; at most 100000"));
}

TEST(Matrix, RefusesMoreEntriesThanAllowed) {
  std::string text = std::string(kRequired) + "include:\n";
  for (int i = 0; i <= 1000; ++i) text += "- {requests: " + std::to_string(i + 1) + "}\n";
  EXPECT_THAT(refusal(text), HasSubstr("has 1001 entries; at most 1000 are allowed"));
}

TEST(Matrix, TellsImpossibleCombinationsBesideOtherMistakes) {
  EXPECT_EQ(
      refusal("matrix: {mode: [thread, fork], operation: [get, list], volume: [0.5]}\n"
              "settings: {server_pool: 1, client_pool: 1}\n"),
      "2 mistakes in test.yaml:\n"
      "  test.yaml:1: key 'mode': 'fork' is not one of thread, process; did you mean 'process'?\n"
      "  test.yaml:1: key 'volume': '0.5' is impossible with operation list, which lists "
      "whole files "
      "of 1 MiB, up to 10000; exclude that combination (as in thread-s1-list-0.5MB-c1)");
  const std::string text = refusal(
      "matrix: {operation: [list], volume: [0.5]}\n"
      "settings: {mode: fork, server_pool: 1, client_pool: 1,\n"
      "  warmup: 1m, scenario_timeout: 30s}\n");
  EXPECT_THAT(text, HasSubstr("up to 10000; exclude that combination"));
  EXPECT_THAT(text, HasSubstr("is not shorter than scenario_timeout"));
}

TEST(Matrix, TellsOfServersThatCannotDoWhatIsAskedBesideOtherMistakes) {
  EXPECT_THAT(refusal("matrix: {volume: [1, x]}\n"
                      "servers: {web: {start: web, url: 'http://127.0.0.1:{port}/'}}\n"
                      "settings: {operation: get, mode: thread, server_pool: 1,\n"
                      "  client_pool: 1, server: web, congestion: cubic}\n"),
              HasSubstr("'cubic' is for server_pool only"));
}

TEST(Matrix, JudgesNoCombinationOfSettingsThatItCouldNotRead) {
  const std::string rest = "settings: {mode: thread, server_pool: 1, client_pool: 1, ";
  for (const std::string& text :
       {"matrix: {operation: [list], volume: [0.5], volume: [1]}\n" + rest + "requests: 1}",
        "matrix: {operation: [list], volum: [0.5]}\n" + rest + "requests: 1}",
        "matrix: {operation: [list], volume: 0.5}\n" + rest + "requests: 1}",
        "matrix: {operation: [list, lst], volume: [0.5]}\nexclud: [{operation: list}]\n" + rest +
            "requests: 1}",
        "matrix: {operation: [list], volume: [0.5, x]}\nexclude: [{volume: 0.5x}]\n" + rest +
            "requests: 1}",
        "matrix: {operation: [get], volume: [1]}\n" + rest +
            "warmup: 2m, scenario_timout: 5m, requests: 1}"}) {
    EXPECT_THAT(refusal(text), HasSubstr("key '")) << text;
    EXPECT_THAT(refusal(text), Not(HasSubstr("impossible"))) << text;
    EXPECT_THAT(refusal(text), Not(HasSubstr("shorter"))) << text;
  }
}

TEST(Matrix, MayHaveAnyName) {
  EXPECT_EQ(load_matrix("name: \"a `b` $c\"\n" + std::string(kRequired), "f").name, "a `b` $c");
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
