// What a fuzz target claims of its answers.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace gauntlet::fuzz {

inline void require(bool claim) {
  if (!claim) std::abort();  // libFuzzer reports it with the input that led here
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace gauntlet::fuzz
