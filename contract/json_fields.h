// How the lines of the programs, and files of JSON, are read and written, more strictly than
// nlohmann does by itself, and with errors that name the key. For .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/json_text.h"

namespace gauntlet::contract {

template <typename T>
nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

// The value of a key. Throws Error that names a key that is missing, or everything but an object.
inline const nlohmann::json& member(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) throw Error(Place{.key = key}, "is missing");
  return *found;
}

[[noreturn]] inline void refuse(const nlohmann::json& value, const char* key) {
  throw Error(Place{.key = key}, "cannot be " + json_in_words(value));
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
    const nlohmann::json& value = member(object, key);
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) check_whole<T>(value);
    try {
      return value.get<T>();
    } catch (const nlohmann::json::exception&) {
      refuse(value, key);
    }
  }

  template <typename T>
  void check_whole(const nlohmann::json& value) const {
    const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                 : value.is_number_integer() &&
                                                       std::in_range<T>(value.get<std::int64_t>());
    if (!fits)
      throw Error(Place{.key = key}, "not a whole number that fits: " + json_in_words(value));
  }
};

template <typename T>
std::optional<T> optional_field(const nlohmann::json& object, const char* key) {
  if (const auto found = object.find(key); found != object.end() && found->is_null())
    return std::nullopt;
  return static_cast<T>(Field{object, key});
}

// The same for a key that older builds do not write.
template <typename T>
std::optional<T> field_if_any(const nlohmann::json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return optional_field<T>(object, key);
}

// For keys that older builds do not write, which a comparison of builds runs as well.
template <typename T>
T field_or(const nlohmann::json& object, const char* key, T otherwise) {
  if (object.contains(key)) otherwise = Field{object, key}.as<T>();
  return otherwise;
}

inline void expect_event(const nlohmann::json& value, const char* event) {
  const auto found = value.find("event");
  if (found == value.end() || *found != event)
    throw Error(std::string("expected the '") + event +
                "' line of a program, got: " + (found == value.end() ? "" : "event ") +
                json_in_words(found == value.end() ? value : *found));
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

}  // namespace gauntlet::contract
