#include "orchestrator/matrix/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator {
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
  std::size_t setting;
  std::string_view value;
};

KeyValue parse_pair(const std::string& option, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw Error(
        fmt::format("{}: {} is not key=value; write it as mode=thread", option, quoted(text)));
  const std::string_view key = text.substr(0, equals);
  const auto setting = find_setting(key);
  if (!setting)
    throw Error(
        fmt::format("{}: {} is no setting{}", option, quoted(key), did_you_mean_setting(key)));
  return {*setting, text.substr(equals + 1)};
}

std::string parse_value(const std::string& option, std::size_t setting, std::string_view text) {
  Checked checked = check_value(settings()[setting], text);
  if (!checked.problem.empty())
    throw Error({.file = option, .key = std::string(settings()[setting].name)}, checked.problem);
  return std::move(checked.text);
}

}  // namespace

std::vector<Filter> parse_only(const std::vector<std::string>& texts) {
  std::vector<Filter> filters;
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      const KeyValue pair = parse_pair("--only", part);
      Filter& filter = filters.emplace_back(Filter{.setting = pair.setting});
      for (const std::string_view value : split(pair.value, '|'))
        filter.values.push_back(parse_value("--only", pair.setting, value));
    }
  }
  return filters;
}

std::vector<Assignment> parse_set(const std::vector<std::string>& texts) {
  std::vector<Assignment> assignments;
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      const KeyValue pair = parse_pair("--set", part);
      assignments.push_back({pair.setting, {parse_value("--set", pair.setting, pair.value)}});
    }
  }
  return assignments;
}

bool matches(const Scenario& scenario, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&scenario](const Filter& filter) {
    const std::string& text = scenario.values[filter.setting].text;
    return std::find(filter.values.begin(), filter.values.end(), text) != filter.values.end();
  });
}

}  // namespace gauntlet::orchestrator
