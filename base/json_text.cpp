#include "base/json_text.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/utf8.h"

namespace gauntlet {
namespace {

template <typename Json>
Json in_utf8(const Json& value) {
  Json clean = value;
  if (value.is_string()) clean = as_utf8(value.template get_ref<const std::string&>());
  if (value.is_array())
    for (Json& item : clean) item = in_utf8(item);
  if (value.is_object()) {
    clean = Json::object();
    for (const auto& [key, item] : value.items()) clean[as_utf8(key)] = in_utf8(item);
  }
  return clean;
}

template <typename Json>
std::string to_text(const Json& value, int indent) {
  try {
    return value.dump(indent);
  } catch (const typename Json::type_error&) {  // not UTF-8
    return in_utf8(value).dump(indent);
  }
}

}  // namespace

std::string json_text(const nlohmann::json& value, int indent) { return to_text(value, indent); }

std::string json_text(const nlohmann::ordered_json& value, int indent) {
  return to_text(value, indent);
}

nlohmann::ordered_json json_number(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  return nlohmann::ordered_json::parse(fmt::format("{:.{}g}", value, digits));
}

std::string json_in_words(const nlohmann::json& value) {
  constexpr std::size_t kLongest = 60;
  if (value.is_discarded()) return "no JSON";
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  const std::string text = json_text(value);
  return text.size() <= kLongest ? text : std::string(shortened_to(text, kLongest)) + "...";
}

}  // namespace gauntlet
