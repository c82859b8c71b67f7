#include "orchestrator/sweep/plan_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "contract/json_fields.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/matrix/server_rules.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using contract::Field;
using nlohmann::json;

constexpr int kPlanVersion = 1;

const json& list_of(const json& value, const char* key) {
  const json& list = contract::member(value, key);
  if (!list.is_array()) contract::refuse(list, key);
  return list;
}

// The text of a key, if it is one that the setting may have.
std::string checked_value(const matrix::Setting& setting, const json& value) {
  const std::string name(setting.name);
  const std::string text = Field{value, name.c_str()};
  matrix::Checked checked = matrix::check_value(setting, text);
  if (!checked.problem.empty()) throw Error({.key = name}, checked.problem);
  return std::move(checked.text);
}

// An id names files: it must be of what the values are made of, visible letters without a slash.
std::string id_from_json(const json& value) {
  std::string id = Field{value, "id"};
  const auto good = [](char c) { return c > ' ' && c < '\x7F' && c != '/'; };
  if (id.empty() || !std::all_of(id.begin(), id.end(), good))
    throw Error({.key = "id"}, fmt::format("'{}' is no scenario's", id));
  return id;
}

// A plan of before lacks the settings that came later, which then have their initial values.
matrix::Scenario scenario_from_json(const json& value, const std::vector<bool>& known) {
  matrix::Scenario scenario{.id = id_from_json(value)};
  const json& given = contract::member(value, "settings");
  for (std::size_t i = 0; i < known.size(); ++i) {
    const matrix::Setting& setting = matrix::settings()[i];
    scenario.values.push_back(
        {known[i] ? checked_value(setting, given) : std::string(setting.initial)});
  }
  return scenario;
}

// Which settings the plan's version had: those of its first scenario, and all that have no initial
// value.
std::vector<bool> settings_known(const json& scenarios) {
  std::vector<bool> known;
  for (const matrix::Setting& setting : matrix::settings())
    known.push_back(scenarios.empty() || setting.required() ||
                    contract::member(scenarios[0], "settings").contains(setting.name));
  return known;
}

std::vector<matrix::Scenario> scenarios_from_json(const json& list,
                                                  const std::vector<bool>& known) {
  std::vector<matrix::Scenario> scenarios;
  std::unordered_set<std::string> ids;
  for (const json& value : list) {
    scenarios.push_back(scenario_from_json(value, known));
    if (!ids.insert(scenarios.back().id).second)
      throw Error({.key = "id"}, fmt::format("'{}' stands twice", scenarios.back().id));
  }
  return scenarios;
}

json to_json(const matrix::Tree& tree) {
  if (tree.kind == matrix::Tree::Kind::kText) return tree.text;
  json map = json::object();
  for (const matrix::Tree& item : tree.items) map[item.key] = to_json(item);
  return map;
}

matrix::Tree to_tree(const std::string& key, const json& value) {
  matrix::Tree tree{.key = key};
  if (value.is_string()) {
    tree.kind = matrix::Tree::Kind::kText;
    tree.text = value.get<std::string>();
  } else if (value.is_object()) {
    tree.kind = matrix::Tree::Kind::kMap;
    for (const auto& [name, item] : value.items()) tree.items.push_back(to_tree(name, item));
  }
  return tree;
}

// The servers that scenarios name, checked as those of a matrix file are.
void add_servers(std::vector<matrix::Scenario>& scenarios, const json& plan) {
  matrix::Problems problems("");
  const matrix::Servers servers =
      matrix::check_servers(to_tree("servers", contract::member(plan, "servers")), problems);
  problems.throw_if_any();
  for (matrix::Scenario& scenario : scenarios) {
    scenario.server = matrix::find_server(servers, scenario);
    if (!scenario.server && scenario.text("server") != matrix::kServerPool)
      throw Error({.key = "server"},
                  fmt::format("'{}' is none of its servers", scenario.text("server")));
  }
}

matrix::Repeats repeats_from_json(const json& value) {
  matrix::Repeats repeats;
  for (const matrix::Setting& key : matrix::sweep_keys())
    matrix::set_sweep_value(repeats, key.name, checked_value(key, value));
  return repeats;
}

std::optional<Duration> budget_from_json(const json& value) {
  const std::string text = Field{value, "budget"};
  if (text.empty()) return std::nullopt;
  const auto budget = parse_duration(text);
  if (!budget) throw Error({.key = "budget"}, fmt::format("'{}' is not a duration", text));
  return budget;
}

void check_version(const json& value) {
  const std::int64_t version = Field{value, "version"};
  if (version != kPlanVersion)
    throw Error({.key = "version"},
                fmt::format("{} is of another version of Gauntlet than this one, which knows {}",
                            version, kPlanVersion));
}

void check_hash(const Plan& plan, const std::vector<bool>& known, const json& value) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < known.size(); ++i)
    if (known[i]) places.push_back(i);
  const std::string hash = Field{value, "content_hash"};
  if (matrix::content_hash(plan.scenarios, places) != hash)
    throw Error(
        "holds scenarios that do not fit their content_hash: it was changed, or written by "
        "a version with other settings");
}

Plan read(const json& value) {
  if (!value.is_object()) throw Error("does not say what the sweep is to do");
  check_version(value);
  Plan plan{.file = Field{value, "file"}, .name = Field{value, "name"}};
  const json& scenarios = list_of(value, "scenarios");
  const std::vector<bool> known = settings_known(scenarios);
  plan.scenarios = scenarios_from_json(scenarios, known);
  if (known[matrix::find_setting("server").value()]) add_servers(plan.scenarios, value);
  plan.repeats = repeats_from_json(value);
  plan.budget = budget_from_json(value);
  const std::string shard = Field{value, "shard"};
  plan.shard = parse_shard(shard);
  if (plan.shard.count > plan.scenarios.size()) throw Error("has fewer scenarios than parts");
  check_hash(plan, known, value);
  return plan;
}

}  // namespace

json to_json(const matrix::Scenario& scenario) {
  json values = json::object();
  for (std::size_t i = 0; i < matrix::settings().size(); ++i)
    values[std::string(matrix::settings()[i].name)] = scenario.values[i].text;
  return {{"id", scenario.id}, {"settings", std::move(values)}};
}

json to_json(const Plan& plan) {
  json list = json::array();
  for (const matrix::Scenario& scenario : plan.scenarios) list.push_back(to_json(scenario));
  json servers = json::object();
  for (const auto& [name, server] : matrix::servers_of(plan.scenarios))
    servers[name] = to_json(matrix::to_tree(*server));
  json value{{"version", kPlanVersion},
             {"file", plan.file},
             {"name", plan.name},
             {"budget", plan.budget ? exact_duration(*plan.budget) : ""},
             {"shard", to_text(plan.shard)},
             {"content_hash", matrix::content_hash(plan.scenarios)},
             {"servers", std::move(servers)},
             {"scenarios", std::move(list)}};
  for (const matrix::Setting& key : matrix::sweep_keys())
    value[std::string(key.name)] = matrix::sweep_value(plan.repeats, key.name);
  return value;
}

Plan plan_from_json(const json& value, const std::string& file) {
  try {
    return read(value);
  } catch (const Error& error) {
    throw Error({.file = file}, fmt::format("{}; start a new sweep", error.what()));
  }
}

}  // namespace gauntlet::orchestrator::sweep
