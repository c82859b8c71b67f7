// How the lines of the programs are read and written as JSON, more strictly than nlohmann does by
// itself. For metrics' own .cpp files.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace gauntlet::metrics {

template <typename T>
nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

// One value of an object, which converts to whatever it initialises. Stricter than nlohmann, which
// wraps numbers that do not fit, and does not say which key was wrong.
struct Field {
  const nlohmann::json& object;
  const char* key;

  template <typename T>
  operator T() const {  // NOLINT(google-explicit-constructor): to stand in initialisers
    return as<T>();
  }

  template <typename T>
  T as() const {
    try {
      const nlohmann::json& value = object.at(key);
      if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) check_whole<T>(value);
      return value.get<T>();
    } catch (const nlohmann::json::exception& error) {
      throw Error(Place{.key = key}, error.what());
    }
  }

  template <typename T>
  void check_whole(const nlohmann::json& value) const {
    const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                 : value.is_number_integer() &&
                                                       std::in_range<T>(value.get<std::int64_t>());
    if (!fits) throw Error(Place{.key = key}, "not a whole number that fits: " + value.dump());
  }
};

template <typename T>
std::optional<T> optional_field(const nlohmann::json& object, const char* key) {
  if (const auto found = object.find(key); found != object.end() && found->is_null())
    return std::nullopt;
  return static_cast<T>(Field{object, key});
}

// For keys that older builds do not write, which a comparison of builds runs as well.
template <typename T>
T field_or(const nlohmann::json& object, const char* key, T otherwise) {
  if (object.contains(key)) otherwise = Field{object, key}.as<T>();
  return otherwise;
}

inline void expect_event(const nlohmann::json& value, const char* event) {
  if (!value.is_object() || !value.contains("event") || value["event"] != event)
    throw Error(std::string("expected the '") + event +
                "' line of a program, got: " + value.dump().substr(0, 80));
}

// Runs read() with nlohmann's exceptions turned into ours.
template <typename Read>
auto reading(const nlohmann::json& value, const char* event, Read read) {
  expect_event(value, event);
  try {
    return read();
  } catch (const nlohmann::json::exception& error) {
    throw Error(std::string("malformed '") + event + "' line: " + error.what());
  } catch (const Error& error) {
    throw Error(std::string("malformed '") + event + "' line: " + error.what());
  }
}

}  // namespace gauntlet::metrics
