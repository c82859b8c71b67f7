#include "orchestrator/matrix/settings.h"

#include <fmt/format.h>

#include <utility>

#include "base/units.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// Says "has no unit" of a number that lacks one, whatever the bounds are.
std::string why_no_value(const Setting& setting, std::string_view text) {
  if (setting.kind == Kind::kDuration && is_bare_number(text)) return why_no_duration(text);
  if (setting.kind == Kind::kSize && is_bare_number(text)) return why_no_size(text);
  return fmt::format("{} is not {}{}", in_quotes(text), describe_values(setting),
                     did_you_mean(text, setting.choices));
}

}  // namespace

Checked check_value(const Setting& setting, std::string_view text) {
  if (auto value = contract::canonical_value(setting, text)) return {.text = std::move(*value)};
  return {.problem = why_no_value(setting, text)};
}

}  // namespace gauntlet::orchestrator::matrix
