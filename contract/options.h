// The options of the programs, held against the settings that they are.
#pragma once

#include <string_view>

#include "contract/settings.h"

namespace CLI {
class App;
}

namespace gauntlet::contract {

// After the app has parsed: throws Error for the first number, duration or size among its options
// that is beyond the bounds of its setting. flag: which of a setting's options the app has.
void check_bounds(const CLI::App& app, std::string_view Setting::*flag);

}  // namespace gauntlet::contract
