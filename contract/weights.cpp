#include "contract/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace gauntlet::contract {
namespace {

std::optional<std::uint64_t> parse_weight(std::string_view text) {
  std::uint64_t weight = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, weight);
  if (error != std::errc{} || rest != end || weight < 1 || weight > kMostWeight)
    return std::nullopt;
  return weight;
}

}  // namespace

std::optional<std::vector<std::uint64_t>> parse_weights(std::string_view text) {
  std::vector<std::uint64_t> weights;
  for (;;) {
    const std::size_t end = std::min(text.find(':'), text.size());
    const auto weight = parse_weight(text.substr(0, end));
    if (!weight) return std::nullopt;
    weights.push_back(*weight);
    if (end == text.size()) return weights;
    text.remove_prefix(end + 1);
  }
}

std::string to_text(const std::vector<std::uint64_t>& weights) {
  return fmt::format("{}", fmt::join(weights, ":"));
}

}  // namespace gauntlet::contract
