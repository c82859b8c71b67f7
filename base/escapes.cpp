#include "base/escapes.h"

#include <charconv>

namespace gauntlet {

bool decode_escapes(std::string_view text, std::string& decoded) {
  decoded.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{} || end != digits.data() + 2 || value == 0) return false;
    decoded += static_cast<char>(value);
    i += 2;
  }
  return true;
}

}  // namespace gauntlet
