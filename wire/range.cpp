#include "wire/range.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace gauntlet::wire {
namespace {

// A whole text of digits; beyond 64 bits the greatest number, which is past the end of any file.
std::optional<std::uint64_t> to_number(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{}) return std::numeric_limits<std::uint64_t>::max();
  return number;
}

RangeAnswer last_bytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0) return {RangeKind::kUnsatisfiable, {}};
  const std::uint64_t length = std::min(count, size);
  return {RangeKind::kPart, {size - length, length}};
}

// The part of a field behind "bytes=".
std::optional<std::string_view> byte_range_set(std::string_view field) {
  constexpr std::string_view kUnit = "bytes=";
  if (field.size() < kUnit.size()) return std::nullopt;
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };  // any case
  if (!std::equal(kUnit.begin(), kUnit.end(), field.begin(), same)) return std::nullopt;
  field.remove_prefix(kUnit.size());
  while (field.starts_with(' ')) field.remove_prefix(1);
  while (field.ends_with(' ')) field.remove_suffix(1);
  return field;
}

}  // namespace

RangeAnswer resolve_range(std::string_view field, std::uint64_t size) {
  const RangeAnswer whole{RangeKind::kWhole, {0, size}};
  const auto range = byte_range_set(field);
  if (!range) return whole;
  const std::size_t dash = range->find('-');
  if (dash == range->npos) return whole;
  const auto first = to_number(range->substr(0, dash));
  const auto last = to_number(range->substr(dash + 1));
  const bool open_end = dash + 1 == range->size();
  // What begins where an empty file does is all of it, and no Content-Range could name it. nginx
  // answers so too, although RFC 9110 would have "bytes=0-" refused.
  if (size == 0 && (dash == 0 || first == std::uint64_t{0})) return whole;
  if (dash == 0) return last ? last_bytes(*last, size) : whole;
  if (!first || (!last && !open_end) || (last && *last < *first)) return whole;
  if (*first >= size) return {RangeKind::kUnsatisfiable, {}};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return {RangeKind::kPart, {*first, end - *first + 1}};
}

}  // namespace gauntlet::wire
