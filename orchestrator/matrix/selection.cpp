#include "orchestrator/matrix/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "base/error.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

constexpr const char* kOnly = "--only";
constexpr const char* kSet = "--set";

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

struct KeyValue {
  std::string_view key;
  std::string_view value;
};

KeyValue parse_pair(const std::string& option, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw Error(
        fmt::format("{}: {} is not key=value; write it as mode=thread", option, in_quotes(text)));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::size_t parse_setting(const std::string& option, std::string_view key) {
  if (const auto setting = find_setting(key)) return *setting;
  throw Error(fmt::format("{}: {} is no setting{}", option, in_quotes(key), did_you_mean_key(key)));
}

std::string parse_value(const std::string& option, const Setting& setting, std::string_view text) {
  Checked checked = check_value(setting, text);
  if (!checked.problem.empty())
    throw Error({.file = option, .key = std::string(setting.name)}, checked.problem);
  return std::move(checked.text);
}

Assignment parse_assignment(const std::string& option, const KeyValue& pair) {
  const std::size_t setting = parse_setting(option, pair.key);
  return {setting, {parse_value(option, settings()[setting], pair.value)}};
}

Axis parse_axis(const std::string& option, const KeyValue& pair) {
  Axis axis{.setting = parse_setting(option, pair.key)};
  for (const std::string_view value : split(pair.value, '|'))
    axis.values.push_back({parse_value(option, settings()[axis.setting], value)});
  return axis;
}

void change(Changes& changes, const KeyValue& pair) {
  if (const Setting* key = find_sweep_key(pair.key))
    set_sweep_value(changes.repeats, key->name, parse_value(kSet, *key, pair.value));
  else
    changes.settings.push_back(parse_axis(kSet, pair));
}

struct Sign {
  std::string_view text;
  Relation relation;
};
// The longer ones first, of which others are a part.
constexpr std::array<Sign, 6> kSigns{{{"!=", Relation::kNotEqual},
                                      {"<=", Relation::kAtMost},
                                      {">=", Relation::kAtLeast},
                                      {"=", Relation::kEqual},
                                      {"<", Relation::kLess},
                                      {">", Relation::kMore}}};

const Sign* find_sign(std::string_view text) {
  const auto* const found = std::find_if(
      kSigns.begin(), kSigns.end(), [&](const Sign& sign) { return text.starts_with(sign.text); });
  return found == kSigns.end() ? nullptr : &*found;
}

// Keys of the sweep are none of a scenario.
void refuse_sweep_key(const std::string& option, std::string_view key) {
  if (find_sweep_key(key) != nullptr)
    throw Error({.file = option, .key = std::string(key)}, kSweepKeyMisplaced);
}

bool compares_sizes(Relation relation) {
  return relation != Relation::kEqual && relation != Relation::kNotEqual;
}

bool are_names(const std::vector<std::string_view>& words,
               const std::unordered_set<std::string_view>& names) {
  return std::all_of(words.begin(), words.end(),
                     [&names](std::string_view word) { return names.contains(word); });
}

Filter parse_condition(std::string_view text, std::size_t at, const Sign& sign) {
  const std::string_view key = text.substr(0, at);
  refuse_sweep_key(kOnly, key);
  const Setting& setting = settings()[parse_setting(kOnly, key)];
  Filter filter{
      .text = std::string(text), .setting = find_setting(setting.name), .relation = sign.relation};
  for (const std::string_view value : split(text.substr(at + sign.text.size()), '|'))
    filter.values.push_back(parse_value(kOnly, setting, value));
  if (!compares_sizes(sign.relation)) return filter;
  if (filter.values.size() > 1 || !contract::number_of(setting, filter.values[0]))
    throw Error(fmt::format("{}: {}: {} takes one number; name values by = or !=", kOnly,
                            in_quotes(text), sign.text));
  return filter;
}

Filter parse_filter(std::string_view text, const std::unordered_set<std::string_view>& names) {
  const std::vector<std::string_view> words = split(text, '|');
  if (are_names(words, names))
    return {.text = std::string(text), .values = {words.begin(), words.end()}};
  const std::size_t at = text.find_first_of("!<>=");
  const Sign* sign = at == std::string_view::npos ? nullptr : find_sign(text.substr(at));
  if (sign != nullptr) return parse_condition(text, at, *sign);
  throw Error(
      fmt::format("{}: {} is no scenario of this file, and no condition; write it as mode=thread, "
                  "store!=disk, client_pool>=5, or as a name that 'orchestrator list' shows",
                  kOnly, in_quotes(text)));
}

bool holds_for(const Filter& filter, const Scenario& scenario) {
  const std::string& text = filter.setting ? scenario.values[*filter.setting].text : scenario.id;
  if (compares_sizes(filter.relation)) {
    const Setting& setting = settings()[*filter.setting];
    return holds(filter.relation, contract::number_of(setting, text).value_or(NAN),
                 contract::number_of(setting, filter.values[0]).value_or(NAN));
  }
  const bool among =
      std::find(filter.values.begin(), filter.values.end(), text) != filter.values.end();
  return among == (filter.relation == Relation::kEqual);
}

// The values of a setting, each once, in the order of the scenarios.
std::string values_that_are(std::size_t setting, const std::vector<Scenario>& scenarios) {
  constexpr std::size_t kMostShown = 20;
  std::vector<std::string_view> values;
  for (const Scenario& scenario : scenarios) {
    const std::string& text = scenario.values[setting].text;
    if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
    if (values.size() > kMostShown) break;
  }
  const bool cut = values.size() > kMostShown;
  if (cut) values.pop_back();
  return fmt::format("{}{}", fmt::join(values, ", "), cut ? ", ..." : "");
}

void refuse_unmatched(const Filter& filter, const std::vector<Scenario>& scenarios) {
  const auto matched = [&filter](const Scenario& scenario) { return holds_for(filter, scenario); };
  if (std::any_of(scenarios.begin(), scenarios.end(), matched)) return;
  throw Error(fmt::format("{}: {} leaves no scenario; {} is {}", kOnly, in_quotes(filter.text),
                          settings()[filter.setting.value()].name,
                          values_that_are(*filter.setting, scenarios)));
}

}  // namespace

std::vector<Filter> parse_only(const std::vector<std::string>& texts,
                               const std::vector<Scenario>& scenarios) {
  std::unordered_set<std::string_view> names;
  for (const Scenario& scenario : scenarios) names.insert(scenario.id);
  std::vector<Filter> filters;
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      const Filter filter = parse_filter(part, names);
      refuse_unmatched(filter, scenarios);
      filters.push_back(filter);
    }
  }
  return filters;
}

Changes parse_set(const std::vector<std::string>& texts, const Repeats& repeats) {
  Changes changes{.repeats = repeats};
  for (const std::string& text : texts)
    for (const std::string_view part : split(text, ',')) change(changes, parse_pair(kSet, part));
  return changes;
}

std::vector<Assignment> parse_settings(const std::string& option,
                                       const std::vector<std::string>& texts) {
  std::vector<Assignment> assignments;
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      const KeyValue pair = parse_pair(option, part);
      refuse_sweep_key(option, pair.key);
      assignments.push_back(parse_assignment(option, pair));
    }
  }
  return assignments;
}

bool matches(const Scenario& scenario, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(),
                     [&scenario](const Filter& filter) { return holds_for(filter, scenario); });
}

}  // namespace gauntlet::orchestrator::matrix
