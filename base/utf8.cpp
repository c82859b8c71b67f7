#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace gauntlet {
namespace {

constexpr char kDelete = 0x7f;

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte_at(bytes, i));
}

bool is_plain(char c) { return c >= ' ' && c < kDelete; }

// Of a whole sequence. U+0080 to U+009F are control characters to a terminal; U+061C, U+200E,
// U+200F, U+202A to U+202E and U+2066 to U+2069 change the direction of what follows them.
bool is_control(std::string_view character) {
  const unsigned first = byte_at(character, 0);
  if (character.size() == 1) return first < ' ' || character[0] == kDelete;
  const unsigned second = byte_at(character, 1);
  if (character.size() == 2)
    return (first == 0xC2 && second < 0xA0) || (first == 0xD8 && second == 0x9C);
  if (first != 0xE2) return false;
  const unsigned third = byte_at(character, 2);
  return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
         (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

// Shown as a space.
bool is_blank(char c) { return c == '\n' || c == '\r' || c == '\t'; }

std::string harmless(std::string_view text, bool keep_lines) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (is_blank(text[0]))
      out += keep_lines && text[0] == '\n' ? '\n' : ' ';
    else if (length == 0 || is_control(character))
      append_escaped(out, character);
    else
      out += character;
    text.remove_prefix(character.size());
  }
  return out;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
  const unsigned second = byte_at(text, 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0)
      append_escaped(out, character);
    else
      out += character;
    text.remove_prefix(character.size());
  }
  return out;
}

std::string printable(std::string_view text) { return harmless(text, false); }

std::string printable_lines(std::string_view text) { return harmless(text, true); }

std::string_view shortened_to(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  const auto continues = [&](std::size_t at) { return (byte_at(text, at) & 0xC0) == 0x80; };
  std::size_t end = most_bytes;
  while (end > 0 && most_bytes - end < 3 && continues(end)) --end;
  return text.substr(0, continues(end) ? most_bytes : end);  // not UTF-8: any place will do
}

}  // namespace gauntlet
