#include "base/glob.h"

#include <cstddef>

namespace gauntlet {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

unsigned char letter_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Where the set that begins at pattern[at] == '[' ends: behind its ']'. A ']' that comes first is
// one of the set.
std::size_t end_of_set(std::string_view pattern, std::size_t at) {
  std::size_t first = at + 1;
  if (first < pattern.size() && pattern[first] == '!') ++first;
  const std::size_t close = pattern.find(']', first + 1);
  return close == kNone ? kNone : close + 1;
}

// set: what stands between the brackets.
bool is_in_set(std::string_view set, unsigned char letter) {
  const bool others = set.starts_with('!');
  if (others) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const bool range = i + 2 < set.size() && set[i + 1] == '-';
    const unsigned char last = letter_at(set, range ? i + 2 : i);
    found = found || (letter_at(set, i) <= letter && letter <= last);
    if (range) i += 2;
  }
  return found != others;
}

// Whether the letter fits the one-letter pattern that begins at `at`, which moves behind it.
bool fits_one(std::string_view pattern, std::size_t& at, unsigned char letter) {
  const char sign = pattern[at];
  if (sign == '[') {
    const std::size_t end = end_of_set(pattern, at);
    if (end != kNone) {
      const std::string_view set = pattern.substr(at + 1, end - at - 2);
      at = end;
      return is_in_set(set, letter);
    }
  }
  if (sign == '\\' && at + 1 < pattern.size()) ++at;
  const bool any = sign == '?';
  return letter_at(pattern, at++) == letter || any;
}

}  // namespace

// Where what follows a '*' does not fit, the '*' takes one letter more; only the last one has to,
// since what an earlier one takes leaves the later one more to choose from.
bool fits_glob(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t in_name = 0;
  std::size_t after_star = kNone;  // in the pattern
  std::size_t taken = 0;           // by that star, up to here in the name
  for (;;) {
    if (at < pattern.size() && pattern[at] == '*') {
      after_star = ++at;
      taken = in_name;
      continue;
    }
    if (in_name == name.size()) return at == pattern.size();
    if (at < pattern.size() && fits_one(pattern, at, letter_at(name, in_name))) {
      ++in_name;
      continue;
    }
    if (after_star == kNone) return false;
    at = after_star;
    in_name = ++taken;
    if (taken > name.size()) return false;
  }
}

}  // namespace gauntlet
