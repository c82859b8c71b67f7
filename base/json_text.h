// JSON as text, the only way in which it is written.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace gauntlet {

// On one line, or indented by so many spaces. JSON must be UTF-8: texts and keys that are not are
// written as base/utf8.h shows them (as_utf8), where the library's own dump would throw.
std::string json_text(const nlohmann::json& value, int indent = -1);
std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

// A number of so many digits, for documents: what is beyond six is mostly noise, and differs from
// one compiler to the next. Null where it is not finite.
nlohmann::ordered_json json_number(double value, int digits = 6);

// For a sentence: a text, a number and the like as they are, but no more than 60 bytes; "a list" or
// "an object", however deep; "no JSON" for what could not be parsed.
std::string json_in_words(const nlohmann::json& value);

}  // namespace gauntlet
