#include "orchestrator/sweep/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/sweep/plan_json.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Plan plan_of(matrix::Repeats repeats, Shard shard = {}) {
  const matrix::Matrix matrix = matrix::load_matrix(
      "name: n\nmatrix: {client_pool: [1, 2, 3, 4, 5, 6, 7]}\n"
      "settings: {mode: thread, operation: get, volume: 1, server_pool: 1}\n",
      "test.yaml");
  return {.file = matrix.file,
          .name = matrix.name,
          .scenarios = matrix::expand(matrix),
          .repeats = repeats,
          .shard = shard};
}

std::vector<std::size_t> order(const Plan& plan, std::uint64_t pass) {
  std::vector<std::size_t> scenarios;
  for (const Turn& turn : turns_of(plan, pass)) scenarios.push_back(turn.scenario);
  return scenarios;
}

TEST(Plan, RunsListedScenariosInTheirOrder) {
  const Plan plan = plan_of({});
  EXPECT_THAT(order(plan, 1), ElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_EQ(order(plan, 1), order(plan, 2));
}

TEST(Plan, CountsPositionsFromOne) {
  const std::vector<Turn> turns = turns_of(plan_of({}), 3);
  EXPECT_EQ(turns.front().position, 1u);
  EXPECT_EQ(turns.back().position, 7u);
  EXPECT_EQ(turns.back().pass, 3u);
}

TEST(Plan, ShufflesEachPassOnItsOwn) {
  const Plan plan = plan_of({.order = matrix::Order::kShuffled});
  std::set<std::vector<std::size_t>> orders;
  for (std::uint64_t pass = 1; pass <= 20; ++pass) {
    std::vector<std::size_t> shuffled = order(plan, pass);
    orders.insert(shuffled);
    std::sort(shuffled.begin(), shuffled.end());
    EXPECT_THAT(shuffled, ElementsAre(0, 1, 2, 3, 4, 5, 6));
  }
  EXPECT_GT(orders.size(), 15u);
}

// Worked out by an independent implementation of the generator and of the shuffle.
TEST(Plan, ShufflesTheSameEverywhere) {
  const Plan plan = plan_of({.order = matrix::Order::kShuffled});
  EXPECT_THAT(order(plan, 1), ElementsAre(3, 2, 6, 0, 5, 4, 1));
  EXPECT_THAT(order(plan, 2), ElementsAre(4, 2, 5, 3, 0, 1, 6));
}

TEST(Plan, ShufflesByTheSeed) {
  Plan other = plan_of({.order = matrix::Order::kShuffled});
  for (matrix::Scenario& scenario : other.scenarios)
    scenario.values[*matrix::find_setting("seed")].text = "2";
  EXPECT_NE(order(other, 1), order(plan_of({.order = matrix::Order::kShuffled}), 1));
}

TEST(Plan, PutsEveryPlaceInReachOfEveryScenario) {
  const Plan plan = plan_of({.order = matrix::Order::kShuffled});
  std::vector<int> first(7);
  constexpr int kPasses = 7000;
  for (std::uint64_t pass = 1; pass <= kPasses; ++pass) ++first[order(plan, pass)[0]];
  for (const int count : first) EXPECT_NEAR(count, kPasses / 7, 150);  // 5 standard deviations
}

TEST(Plan, DealsTheScenariosOutToShards) {
  EXPECT_THAT(order(plan_of({}, {1, 3}), 1), ElementsAre(0, 3, 6));
  EXPECT_THAT(order(plan_of({}, {3, 3}), 1), ElementsAre(2, 5));
  EXPECT_EQ(scenarios_of_shard(plan_of({}, {3, 3}))[1].id, "thread-s1-get-1MB-c6");
}

TEST(Plan, GivesShardsThePositionsOfTheWholeSweep) {
  const matrix::Repeats shuffled{.order = matrix::Order::kShuffled};
  const auto less = [](const Turn& a, const Turn& b) { return a.position < b.position; };
  std::vector<Turn> parts = turns_of(plan_of(shuffled, {1, 2}), 2);
  for (const Turn& turn : turns_of(plan_of(shuffled, {2, 2}), 2)) parts.push_back(turn);
  std::sort(parts.begin(), parts.end(), less);
  std::vector<std::size_t> scenarios;
  for (const Turn& turn : parts) scenarios.push_back(turn.scenario);
  EXPECT_EQ(scenarios, order(plan_of(shuffled), 2));
}

TEST(Plan, ReadsShards) {
  EXPECT_EQ(parse_shard("2/3"), (Shard{2, 3}));
  EXPECT_EQ(to_text(parse_shard("1/1")), "1/1");
  for (const char* text : {"", "2", "0/3", "4/3", "a/b", "1/", "/2", "-1/2", "1/2/3"})
    EXPECT_THROW(parse_shard(text), Error) << text;
}

TEST(Plan, ComesBackFromItsFile) {
  Plan plan = plan_of({.passes = 4, .order = matrix::Order::kShuffled}, {2, 3});
  plan.budget = std::chrono::minutes(10);
  const Plan read = plan_from_json(to_json(plan), "scenarios.json");
  EXPECT_EQ(read.file, plan.file);
  EXPECT_EQ(read.name, plan.name);
  EXPECT_EQ(read.repeats, plan.repeats);
  EXPECT_EQ(read.budget, plan.budget);
  EXPECT_EQ(read.shard, plan.shard);
  EXPECT_EQ(matrix::content_hash(read.scenarios), matrix::content_hash(plan.scenarios));
  EXPECT_FALSE(plan_from_json(to_json(plan_of({})), "f").budget.has_value());
}

std::string refusal(const nlohmann::json& value) {
  try {
    plan_from_json(value, "scenarios.json");
    return "";
  } catch (const Error& error) {
    return error.code() == ExitCode::kBadInput ? error.what() : "wrong exit code";
  }
}

TEST(Plan, IsRefusedWhenItsFileWasChanged) {
  nlohmann::json value = to_json(plan_of({}));
  value["scenarios"][0]["settings"]["volume"] = "2";
  EXPECT_THAT(refusal(value), HasSubstr("do not fit their content_hash"));
}

TEST(Plan, IsRefusedWhenItsFileIsOfOtherSettings) {
  nlohmann::json value = to_json(plan_of({}));
  value["scenarios"][0]["settings"].erase("volume");
  EXPECT_EQ(refusal(value), "scenarios.json: key 'volume': is missing; start a new sweep");
}

TEST(Plan, OfBeforeHasTheInitialValueOfASettingThatCameLater) {
  const Plan plan = plan_of({});
  nlohmann::json value = to_json(plan);
  const std::size_t later = matrix::find_setting("grace").value();
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < matrix::settings().size(); ++i)
    if (i != later) known.push_back(i);
  for (auto& scenario : value["scenarios"]) scenario["settings"].erase("grace");
  value["content_hash"] = matrix::content_hash(plan.scenarios, known);
  EXPECT_EQ(to_json(plan_from_json(value, "scenarios.json")), to_json(plan));
}

TEST(Plan, IsRefusedWhenASettingWasTakenOut) {
  nlohmann::json value = to_json(plan_of({}));
  for (auto& scenario : value["scenarios"]) scenario["settings"].erase("grace");
  EXPECT_THAT(refusal(value), HasSubstr("do not fit their content_hash"));
}

TEST(Plan, IsRefusedWhenItIsOfAnotherVersion) {
  nlohmann::json value = to_json(plan_of({}));
  value["version"] = 99;
  EXPECT_THAT(refusal(value), HasSubstr("scenarios.json: key 'version': 99 is of another version"));
}

TEST(Plan, IsRefusedWithAValueOfAnotherKindInAnyKey) {
  const nlohmann::json good = to_json(plan_of({}));
  for (const auto& [key, value] : good.items()) {
    nlohmann::json wrong = good;
    wrong[key] = key == "version" ? nlohmann::json("1") : nlohmann::json(5);
    EXPECT_THAT(refusal(wrong), HasSubstr("scenarios.json: key '" + key + "': ")) << key;
    wrong.erase(key);
    EXPECT_THAT(refusal(wrong), HasSubstr("scenarios.json: key '" + key + "': is missing")) << key;
  }
  for (const auto& [key, value] : good["scenarios"][0]["settings"].items()) {
    nlohmann::json wrong = good;
    wrong["scenarios"][0]["settings"][key] = nlohmann::json::array();
    EXPECT_THAT(refusal(wrong), HasSubstr("key '" + key + "': cannot be a list")) << key;
  }
}

TEST(Plan, ComesBackWithAnIdThatNamesAQuery) {
  const std::string id = "thread-s1-search-4MB-c1-query=name=*.pdf&type=a,b&min_size=1KiB";
  Plan plan = plan_of({});
  plan.scenarios.at(0).id = id;
  EXPECT_EQ(plan_from_json(to_json(plan), "scenarios.json").scenarios.at(0).id, id);
}

TEST(Plan, IsRefusedWithAnIdThatLeavesItsFolder) {
  for (const char* id : {"", "../../x", "a/b", "a\nb", "\xFF"}) {
    nlohmann::json value = to_json(plan_of({}));
    value["scenarios"][0]["id"] = id;
    EXPECT_THAT(refusal(value), HasSubstr("key 'id': ")) << id;
  }
}

TEST(Plan, IsRefusedWithAScenarioTwice) {
  nlohmann::json value = to_json(plan_of({}));
  value["scenarios"].push_back(value["scenarios"][0]);
  EXPECT_THAT(refusal(value), HasSubstr("stands twice"));
}

TEST(Plan, IsRefusedWithWhatNoSweepHas) {
  for (const auto& [key, wrong] :
       {std::pair("passes", "many"), std::pair("order", "random"), std::pair("shard", "0/1"),
        std::pair("shard", "1/8"), std::pair("budget", "soon")}) {
    nlohmann::json value = to_json(plan_of({}));
    value[key] = wrong;
    EXPECT_THAT(refusal(value), HasSubstr("start a new sweep")) << key;
  }
}

TEST(Plan, IsRefusedWhenItsFileIsNone) {
  EXPECT_THAT(refusal(nlohmann::json::parse("half", nullptr, false)),
              HasSubstr("scenarios.json: does not say"));
  EXPECT_THAT(refusal(nlohmann::json::array()), HasSubstr("does not say"));
  EXPECT_THAT(refusal({{"version", 1}}), HasSubstr("key 'file': is missing"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
