#include "orchestrator/sweep/plan_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator {
namespace {

using nlohmann::json;

// A setting that the file does not name gets an empty value, at which the hash does not fit.
Scenario scenario_from_json(const json& value) {
  Scenario scenario{.id = value.at("id")};
  const json& given = value.at("settings");
  for (const Setting& setting : settings())
    scenario.values.push_back({given.value(std::string(setting.name), "")});
  return scenario;
}

Repeats repeats_from_json(const json& value) {
  Repeats repeats;
  for (const Setting& key : sweep_keys()) {
    const std::string text = value.at(std::string(key.name));
    const std::string problem = check_value(key, text).problem;
    if (!problem.empty()) throw Error({.key = std::string(key.name)}, problem);
    set_sweep_value(repeats, key.name, text);
  }
  return repeats;
}

std::optional<Duration> budget_from_json(const json& value) {
  const std::string text = value.at("budget");
  return text.empty() ? std::nullopt : parse_duration(text);
}

Plan read(const json& value) {
  Plan plan{.file = value.at("file"), .name = value.at("name")};
  for (const json& scenario : value.at("scenarios"))
    plan.scenarios.push_back(scenario_from_json(scenario));
  plan.repeats = repeats_from_json(value);
  plan.budget = budget_from_json(value);
  plan.shard = parse_shard(value.at("shard").get<std::string>());
  return plan;
}

}  // namespace

json to_json(const Scenario& scenario) {
  json values = json::object();
  for (std::size_t i = 0; i < settings().size(); ++i)
    values[std::string(settings()[i].name)] = scenario.values[i].text;
  return {{"id", scenario.id}, {"settings", std::move(values)}};
}

json to_json(const Plan& plan) {
  json list = json::array();
  for (const Scenario& scenario : plan.scenarios) list.push_back(to_json(scenario));
  json value{{"version", 1},
             {"file", plan.file},
             {"name", plan.name},
             {"budget", plan.budget ? exact_duration(*plan.budget) : ""},
             {"shard", to_text(plan.shard)},
             {"content_hash", content_hash(plan.scenarios)},
             {"scenarios", std::move(list)}};
  for (const Setting& key : sweep_keys())
    value[std::string(key.name)] = sweep_value(plan.repeats, key.name);
  return value;
}

Plan plan_from_json(const json& value, const std::string& file) {
  Plan plan;
  try {
    plan = read(value);
  } catch (const json::exception&) {
    throw Error({.file = file}, "does not say what the sweep is to do; start a new sweep");
  } catch (const Error& error) {
    throw Error({.file = file}, fmt::format("{}; start a new sweep", error.what()));
  }
  if (plan.shard.count > plan.scenarios.size())
    throw Error({.file = file}, "has fewer scenarios than parts; start a new sweep");
  if (content_hash(plan.scenarios) != value.value("content_hash", ""))
    throw Error({.file = file},
                "holds scenarios that do not fit their content_hash: it was changed, or written by "
                "a version with other settings; start a new sweep");
  return plan;
}

}  // namespace gauntlet::orchestrator
