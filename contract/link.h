// The network between the servers and the clients of a scenario: what the setting `link` says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"

namespace gauntlet::contract {

// Each holds in either direction. What is not said is as the machine has it.
struct Link {
  std::optional<std::uint32_t> loss{};  // of a million packets
  std::optional<std::uint64_t> rate{};  // bits a second, with all heads
  std::optional<Duration> delay{};      // of a packet: a round trip takes twice as long

  bool operator==(const Link&) const = default;
};

inline constexpr std::uint32_t kAllPackets = 1'000'000;
inline constexpr std::uint64_t kLeastLinkRate = 8'000;
inline constexpr std::uint64_t kMostLinkRate = 100'000'000'000;
inline constexpr Duration kMostLinkDelay = std::chrono::seconds(10);

// "loss:1%_rate:100mbit_delay:20ms": one to all of these, in any order. Nothing for any other text.
std::optional<Link> parse_link(std::string_view text);
std::string to_text(const Link& link);

// What a link may be, for people.
std::string describe_links();

}  // namespace gauntlet::contract
