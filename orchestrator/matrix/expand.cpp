#include "orchestrator/matrix/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/error.h"
#include "base/units.h"
#include "contract/operation.h"
#include "contract/tree_shape.h"
#include "orchestrator/matrix/impossible.h"
#include "orchestrator/matrix/selection.h"
#include "orchestrator/matrix/server_rules.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// A value for some of the settings; the text of the others is empty.
using Combination = std::vector<Value>;

bool has_all(const Combination& combination, const std::vector<Assignment>& assignments) {
  return std::all_of(assignments.begin(), assignments.end(), [&](const Assignment& assignment) {
    return combination[assignment.setting].text == assignment.value.text;
  });
}

void assign(Combination& combination, const std::vector<Assignment>& assignments) {
  for (const Assignment& assignment : assignments)
    combination[assignment.setting] = assignment.value;
}

// Each combination with each value of every axis, whatever it had there.
std::vector<Combination> multiply(std::vector<Combination> combinations,
                                  const std::vector<Axis>& axes) {
  for (const Axis& axis : axes) {
    std::vector<Combination> longer;
    longer.reserve(combinations.size() * axis.values.size());
    for (const Combination& combination : combinations) {
      for (const Value& value : axis.values) {
        longer.push_back(combination);
        longer.back()[axis.setting] = value;
      }
    }
    combinations = std::move(longer);
  }
  return combinations;
}

std::vector<Combination> multiply(const std::vector<Axis>& axes) {
  if (axes.empty()) return {};
  return multiply({Combination(settings().size())}, axes);
}

void exclude(std::vector<Combination>& combinations, const std::vector<Entry>& entries) {
  const auto excluded = [&entries](const Combination& combination) {
    return std::any_of(entries.begin(), entries.end(), [&combination](const Entry& entry) {
      return has_all(combination, entry.values);
    });
  };
  combinations.erase(std::remove_if(combinations.begin(), combinations.end(), excluded),
                     combinations.end());
}

// Adds the entry to every combination of the axes whose own values it does not contradict; where
// there is none, it becomes a combination of its own, which later entries leave alone.
void include(std::vector<Combination>& combinations, std::size_t of_axes, const Matrix& matrix,
             const Entry& entry) {
  std::vector<Assignment> conditions;  // its values of axes
  for (const Assignment& assignment : entry.values)
    if (matrix.find_axis(assignment.setting) != nullptr) conditions.push_back(assignment);
  bool added = false;
  for (std::size_t i = 0; i < of_axes; ++i) {
    Combination& combination = combinations[i];
    if (!has_all(combination, conditions)) continue;
    assign(combination, entry.values);
    added = true;
  }
  if (!added) assign(combinations.emplace_back(settings().size()), entry.values);
}

std::vector<Combination> combine(const Matrix& matrix) {
  if (matrix.axes.empty() && matrix.include.empty()) return {Combination(settings().size())};
  std::vector<Combination> combinations = multiply(matrix.axes);
  exclude(combinations, matrix.exclude);
  const std::size_t of_axes = combinations.size();
  for (const Entry& entry : matrix.include) include(combinations, of_axes, matrix, entry);
  return combinations;
}

// Gives what the combination leaves open: the value for the sweep, else the default.
void fill(Combination& combination, const Matrix& matrix) {
  for (const Assignment& assignment : matrix.settings)
    if (combination[assignment.setting].text.empty())
      combination[assignment.setting] = assignment.value;
  for (std::size_t i = 0; i < combination.size(); ++i)
    if (combination[i].text.empty()) combination[i].text = settings()[i].initial;
}

Value& value_of(Combination& combination, std::string_view setting) {
  return combination[*find_setting(setting)];
}

// What trees hold, as texts of volumes; drawn once for all combinations that share one.
class TreeVolumes {
 public:
  const std::string& of(const contract::TreeShape& shape, const std::string& seed) {
    std::string& volume = known_[contract::to_text(shape) + ' ' + seed];
    if (!volume.empty()) return volume;
    const double bytes = static_cast<double>(contract::tree_bytes(shape, std::stoull(seed)));
    volume = fmt::format("{:.6g}", bytes / static_cast<double>(kMiB));
    return volume;
  }

 private:
  std::map<std::string, std::string> known_{};
};

// What does not concern the operation is as if it had not been given, and the volume of what works
// on a tree is what that holds, to six digits.
void settle(Combination& combination, TreeVolumes& volumes) {
  const auto* const operation = contract::find_operation(value_of(combination, "operation").text);
  if (operation == nullptr) return;
  Value& tree = value_of(combination, "tree");
  if (!operation->takes_query) value_of(combination, "query").text = "none";
  if (operation->files != contract::Files::kFolder) tree.text = "none";
  const auto shape = contract::parse_tree_shape(tree.text);
  if (shape)
    value_of(combination, "volume").text = volumes.of(*shape, value_of(combination, "seed").text);
}

std::string joined(const Combination& combination) {
  std::string text;
  for (const Value& value : combination) text += value.text + '\n';
  return text;
}

void refuse_equal(const std::vector<Combination>& combinations, Problems& problems) {
  std::unordered_set<std::string> seen;
  for (const Combination& combination : combinations) {
    if (seen.insert(joined(combination)).second) continue;
    int line = 0;
    for (const Value& value : combination) line = std::max(line, value.line);
    problems.add(line, "include", "makes a scenario that is there already; remove the entry");
  }
}

void remove_equal(std::vector<Combination>& combinations) {
  std::unordered_set<std::string> seen;
  const auto repeated = [&seen](const Combination& combination) {
    return !seen.insert(joined(combination)).second;
  };
  combinations.erase(std::remove_if(combinations.begin(), combinations.end(), repeated),
                     combinations.end());
}

void refuse_missing(const std::vector<Combination>& combinations, Problems& problems) {
  for (std::size_t i = 0; i < settings().size(); ++i) {
    const auto open = [i](const Combination& combination) { return combination[i].text.empty(); };
    if (std::any_of(combinations.begin(), combinations.end(), open))
      problems.add(0, std::string(settings()[i].name), kMissing);
  }
}

// Which settings make up an id beyond the five that every id names: those that the file varies, or
// --set does.
std::vector<std::size_t> varied(const Matrix& matrix, const std::vector<Axis>& set) {
  std::vector<bool> named(settings().size(), false);
  for (const Axis& axis : set)
    if (axis.values.size() > 1) named[axis.setting] = true;
  for (const Axis& axis : matrix.axes) named[axis.setting] = true;
  for (const Entry& entry : matrix.include)
    for (const Assignment& assignment : entry.values) named[assignment.setting] = true;
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < named.size(); ++i)
    if (named[i] && !settings()[i].required()) result.push_back(i);
  return result;
}

std::string make_id(const Scenario& scenario, const std::vector<std::size_t>& further) {
  std::string id = fmt::format("{}-s{}-{}-{}-c{}", scenario.text("mode"),
                               scenario.text("server_pool"), scenario.text("operation"),
                               volume_name(scenario.text("volume")), scenario.text("client_pool"));
  for (const std::size_t i : further)
    id += fmt::format("-{}={}", settings()[i].name, scenario.values[i].text);
  return id;
}

bool is_known(const Scenario& scenario) {
  return std::none_of(scenario.values.begin(), scenario.values.end(),
                      [](const Value& value) { return value.text.empty(); });
}

// Those with values that are not known have no id.
std::vector<Scenario> to_scenarios(std::vector<Combination> combinations, const Matrix& matrix,
                                   const std::vector<Axis>& set) {
  std::vector<Scenario> scenarios;
  const std::vector<std::size_t> further = varied(matrix, set);
  for (Combination& combination : combinations) {
    Scenario& scenario = scenarios.emplace_back(Scenario{.values = std::move(combination)});
    if (!is_known(scenario)) continue;
    scenario.id = make_id(scenario, further);
    scenario.server = find_server(matrix.servers, scenario);
  }
  return scenarios;
}

void select(std::vector<Scenario>& scenarios, const Selection& selection) {
  const std::vector<Filter> filters = parse_only(selection.only, scenarios);
  const auto unwanted = [&filters](const Scenario& scenario) {
    return !matches(scenario, filters);
  };
  scenarios.erase(std::remove_if(scenarios.begin(), scenarios.end(), unwanted), scenarios.end());
  if (scenarios.empty()) throw Error(kNothingLeft);
}

}  // namespace

void refuse_impossible(const Matrix& matrix, const std::set<std::size_t>& misread,
                       Problems& problems) {
  std::vector<Combination> combinations = combine(matrix);
  for (Combination& combination : combinations) {
    fill(combination, matrix);
    for (const std::size_t setting : misread) combination[setting] = {};
  }
  std::vector<Scenario> scenarios = to_scenarios(std::move(combinations), matrix, {});
  refuse_impossible(scenarios, problems);
  std::erase_if(scenarios, [](const Scenario& scenario) { return !is_known(scenario); });
  refuse_wrong_servers(scenarios, matrix.servers, problems);
}

std::vector<std::string> useless_excludes(const Matrix& matrix) {
  const std::vector<Combination> combinations = multiply(matrix.axes);
  std::vector<std::string> sentences;
  for (const Entry& entry : matrix.exclude) {
    const auto excluded = [&entry](const Combination& combination) {
      return has_all(combination, entry.values);
    };
    if (std::any_of(combinations.begin(), combinations.end(), excluded)) continue;
    sentences.push_back(fmt::format("{}: excludes no combination; is a value misspelt?",
                                    to_string(Place{matrix.file, entry.line, "exclude"})));
  }
  return sentences;
}

std::vector<Scenario> expand(const Matrix& matrix, const Selection& selection) {
  const std::vector<Axis> set = parse_set(selection.set, matrix.repeats).settings;
  std::vector<Combination> combinations = combine(matrix);
  for (Combination& combination : combinations) fill(combination, matrix);

  Problems problems(matrix.file);
  refuse_equal(combinations, problems);
  TreeVolumes volumes;
  combinations = multiply(std::move(combinations), set);
  for (Combination& combination : combinations) settle(combination, volumes);
  remove_equal(combinations);
  refuse_missing(combinations, problems);
  problems.throw_if_any();

  if (combinations.empty())
    throw Error({.file = matrix.file}, "leaves no scenario to run; see exclude");
  std::vector<Scenario> scenarios = to_scenarios(std::move(combinations), matrix, set);
  select(scenarios, selection);
  refuse_impossible(scenarios, problems);
  refuse_wrong_servers(scenarios, matrix.servers, problems);
  problems.throw_if_any();
  return scenarios;
}

Repeats repeats_of(const Matrix& matrix, const Selection& selection) {
  return parse_set(selection.set, matrix.repeats).repeats;
}

}  // namespace gauntlet::orchestrator::matrix
