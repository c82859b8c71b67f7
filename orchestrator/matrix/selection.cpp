#include "orchestrator/matrix/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

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

void change(Changes& changes, const KeyValue& pair) {
  if (const Setting* key = find_sweep_key(pair.key)) {
    set_sweep_value(changes.repeats, key->name, parse_value("--set", *key, pair.value));
    return;
  }
  const std::size_t setting = parse_setting("--set", pair.key);
  changes.settings.push_back({setting, {parse_value("--set", settings()[setting], pair.value)}});
}

}  // namespace

std::vector<Filter> parse_only(const std::vector<std::string>& texts) {
  std::vector<Filter> filters;
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      const KeyValue pair = parse_pair("--only", part);
      if (find_sweep_key(pair.key) != nullptr)
        throw Error({.file = "--only", .key = std::string(pair.key)}, kSweepKeyMisplaced);
      const std::size_t setting = parse_setting("--only", pair.key);
      Filter& filter = filters.emplace_back(Filter{.setting = setting});
      for (const std::string_view value : split(pair.value, '|'))
        filter.values.push_back(parse_value("--only", settings()[setting], value));
    }
  }
  return filters;
}

Changes parse_set(const std::vector<std::string>& texts, const Repeats& repeats) {
  Changes changes{.repeats = repeats};
  for (const std::string& text : texts)
    for (const std::string_view part : split(text, ',')) change(changes, parse_pair("--set", part));
  return changes;
}

bool matches(const Scenario& scenario, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&scenario](const Filter& filter) {
    const std::string& text = scenario.values[filter.setting].text;
    return std::find(filter.values.begin(), filter.values.end(), text) != filter.values.end();
  });
}

}  // namespace gauntlet::orchestrator::matrix
