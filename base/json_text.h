// JSON as text, the only way in which it is written.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace gauntlet {

// On one line, or indented by so many spaces. JSON must be UTF-8: texts and keys that are not are
// written as base/utf8.h shows them (as_utf8), where the library's own dump would throw.
std::string json_text(const nlohmann::json& value, int indent = -1);
std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

}  // namespace gauntlet
