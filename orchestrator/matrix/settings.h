// The settings of a scenario (contract/settings.h), as a user's text is held against them.
#pragma once

#include <string>
#include <string_view>

#include "contract/setting_values.h"

namespace gauntlet::orchestrator::matrix {

using contract::describe_values;
using contract::find_setting;
using contract::Kind;
using contract::Setting;
using contract::settings;

// The one text for a value that may be written in several ways, or, in problem, a sentence that
// says what the value must be.
struct Checked {
  std::string text{};
  std::string problem{};  // empty: the value is good
};
Checked check_value(const Setting& setting, std::string_view text);

}  // namespace gauntlet::orchestrator::matrix
