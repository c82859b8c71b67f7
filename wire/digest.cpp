#include "wire/digest.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/base64.h"

namespace gauntlet::wire {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The value of crc32c in a dictionary ("sha-256=:...:, crc32c=:...:;parameter"), without
// parameters; of several the last (RFC 8941, 3.2). Neither base64 nor numbers contain a comma.
std::optional<std::string_view> crc32c_member(std::string_view field) {
  std::optional<std::string_view> value;
  while (!field.empty()) {
    const std::string_view member = trim(field.substr(0, field.find(',')));
    field.remove_prefix(std::min(field.size(), field.find(',')));
    if (!field.empty()) field.remove_prefix(1);
    const std::size_t equals = member.find('=');
    if (member.substr(0, equals) != "crc32c") continue;
    value = equals == member.npos ? "" : member.substr(equals + 1);
    value = value->substr(0, value->find(';'));
  }
  return value;
}

std::optional<std::uint32_t> decode(std::string_view value) {
  if (value.size() != 10 || value.front() != ':' || value.back() != ':') return std::nullopt;
  std::array<char, 9> bytes;
  if (Base64Decoder().put(value.substr(1, 8), bytes.data()) != 4) return std::nullopt;
  std::uint32_t crc32c = 0;
  for (std::size_t i = 0; i < 4; ++i) crc32c = crc32c << 8 | static_cast<unsigned char>(bytes[i]);
  return crc32c;
}

}  // namespace

void append_digest(std::string& out, std::uint32_t crc32c) {
  std::array<char, 4> bytes;
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(crc32c >> (24 - 8 * i));
  out.append("crc32c=:");
  append_base64(out, {bytes.data(), bytes.size()});
  out.append(":");
}

std::string format_digest(std::uint32_t crc32c) {
  std::string text;
  append_digest(text, crc32c);
  return text;
}

std::optional<std::uint32_t> parse_digest(std::string_view field, bool* malformed) {
  const auto value = crc32c_member(field);
  const auto crc32c = value ? decode(*value) : std::nullopt;
  if (malformed != nullptr) *malformed = value && !crc32c;
  return crc32c;
}

bool wants_crc32c(std::string_view field) {
  const auto value = crc32c_member(field);
  if (!value) return false;
  int weight = 0;
  const char* end = value->data() + value->size();
  const auto [rest, error] = std::from_chars(value->data(), end, weight);
  return error == std::errc{} && rest == end && weight > 0;
}

}  // namespace gauntlet::wire
