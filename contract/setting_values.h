// The values of settings: whether a text is one, its one form, and how people are told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contract/settings.h"

namespace gauntlet::contract {

// The one text for a value that may be written in several ways ("1e1" is "10", "0.5s" is "500ms");
// nothing for what is no value of the setting.
std::optional<std::string> canonical_value(const Setting& setting, std::string_view text);

// The value of a number, of a duration in seconds, of a size in bytes, by which values are
// compared; nothing for a text that is none, and for choices and texts.
std::optional<double> number_of(const Setting& setting, std::string_view text);

// What values a setting takes, for people: "thread, process", "a whole number from 1 to 1000".
std::string describe_values(const Setting& setting);

// Why a text is no value of a setting: "'0' is not a whole number from 1 to 1000", or that it lacks
// a unit.
std::string why_no_value(const Setting& setting, std::string_view text);

}  // namespace gauntlet::contract
