#include "orchestrator/matrix/settings.h"

#include <fmt/format.h>

#include <vector>

#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

std::string did_you_mean_setting(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Setting& setting : settings()) names.push_back(setting.name);
  return did_you_mean(name, names);
}

Checked check_value(const Setting& setting, std::string_view text) {
  if (auto value = contract::canonical_value(setting, text)) return {.text = std::move(*value)};
  return {.problem = fmt::format("{} is not {}{}", in_quotes(text), describe_values(setting),
                                 did_you_mean(text, setting.choices))};
}

}  // namespace gauntlet::orchestrator::matrix
