#include "wire/url.h"

#include <charconv>

namespace gauntlet::wire {
namespace {

// Undoes %XX. False when one is cut short, not hexadecimal, or a NUL, which no file's name holds.
bool decode(std::string_view text, std::string& decoded) {
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

// "http://host/path?x" -> "/path?x"
std::string_view without_origin(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == target.npos) return target;
  target.remove_prefix(scheme + 3);
  const std::size_t path = target.find_first_of("/?#");
  if (path == target.npos || target[path] != '/') return "/";
  return target.substr(path);
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

bool path_of_target(std::string_view target, std::string& path) {
  target = without_origin(target);
  target = target.substr(0, target.find_first_of("?#"));
  return target.starts_with('/') && decode(target, path);
}

std::string encode_segment(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : name) {
    if (is_unreserved(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

}  // namespace gauntlet::wire
