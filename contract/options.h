// The options of the programs, held against the settings that they are.
#pragma once

#include <string_view>

#include "contract/settings.h"

namespace CLI {
class App;
}

namespace gauntlet::contract {

// Before the app parses: it is to refuse numbers, durations and sizes that are no value of the
// setting that an option is. flag: which of a setting's options the app has.
void hold_to_bounds(CLI::App& app, std::string_view Setting::*flag);

}  // namespace gauntlet::contract
