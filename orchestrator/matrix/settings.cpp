#include "orchestrator/matrix/settings.h"

#include <utility>

#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

Checked check_value(const Setting& setting, std::string_view text) {
  if (auto value = contract::canonical_value(setting, text)) return {.text = std::move(*value)};
  return {.problem = contract::why_no_value(setting, shortened(text)) +
                     did_you_mean(text, setting.choices)};
}

}  // namespace gauntlet::orchestrator::matrix
