#include "contract/link.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/split.h"

namespace gauntlet::contract {
namespace {

constexpr double kOfPercent = kAllPackets / 100.0;

struct RateUnit {
  std::string_view name;
  std::uint64_t bits;
};
// The largest first: "mbit" ends with "bit", too.
constexpr std::array<RateUnit, 4> kRateUnits{
    {{"gbit", 1'000'000'000}, {"mbit", 1'000'000}, {"kbit", 1'000}, {"bit", 1}}};

// A number that is whole, but for how far a double is from it.
std::optional<std::uint64_t> as_whole(double number) {
  constexpr double kNear = 1e-6;
  const double rounded = std::round(number);
  if (number < 0 || rounded > 1e15 || std::abs(number - rounded) > kNear) return std::nullopt;
  return static_cast<std::uint64_t>(rounded);
}

// "0.1%"
std::optional<std::uint32_t> parse_loss(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto percent = parse_number(text.substr(0, text.size() - 1));
  const auto loss = percent ? as_whole(*percent * kOfPercent) : std::nullopt;
  if (!loss || *loss >= kAllPackets) return std::nullopt;
  return static_cast<std::uint32_t>(*loss);
}

// "100mbit"
std::optional<std::uint64_t> parse_rate(std::string_view text) {
  for (const auto& [name, bits] : kRateUnits) {
    if (!text.ends_with(name)) continue;
    const auto number = parse_number(text.substr(0, text.size() - name.size()));
    const auto rate = number ? as_whole(*number * static_cast<double>(bits)) : std::nullopt;
    if (!rate || *rate < kLeastLinkRate || *rate > kMostLinkRate) return std::nullopt;
    return rate;
  }
  return std::nullopt;
}

std::optional<Duration> parse_delay(std::string_view text) {
  const auto delay = parse_duration(text);
  return delay && *delay <= kMostLinkDelay ? delay : std::nullopt;
}

std::string rate_text(std::uint64_t rate) {
  for (const auto& [name, bits] : kRateUnits)
    if (rate % bits == 0) return fmt::format("{}{}", rate / bits, name);
  return {};
}

// Puts a value where there is none yet.
template <typename Value>
bool set_once(std::optional<Value>& place, const std::optional<Value>& value) {
  if (place || !value) return false;
  place = value;
  return true;
}

bool put_part(Link& link, std::string_view key, std::string_view text) {
  if (key == "loss") return set_once(link.loss, parse_loss(text));
  if (key == "rate") return set_once(link.rate, parse_rate(text));
  return key == "delay" && set_once(link.delay, parse_delay(text));
}

}  // namespace

std::optional<Link> parse_link(std::string_view text) {
  Link link;
  while (!text.empty()) {
    std::string_view value = take_until(text, '_');
    const std::string_view key = take_until(value, ':');
    if (!put_part(link, key, value)) return std::nullopt;
  }
  return link == Link{} ? std::nullopt : std::optional(link);
}

std::string to_text(const Link& link) {
  std::string text;
  const auto add = [&text](std::string_view key, const std::string& value) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : "_", key, value);
  };
  if (link.loss) add("loss", fmt::format("{:.15g}%", *link.loss / kOfPercent));
  if (link.rate) add("rate", rate_text(*link.rate));
  if (link.delay) add("delay", exact_duration(*link.delay));
  return text;
}

std::string describe_links() {
  return fmt::format(
      "a link: {{loss: 0% to below 100%, rate: {} to {}, delay: 0s to {}}}, one to all of these, "
      "loss in steps of 0.0001%; or none",
      rate_text(kLeastLinkRate), rate_text(kMostLinkRate), exact_duration(kMostLinkDelay));
}

}  // namespace gauntlet::contract
