// A TCP segment, as far as its analysis needs it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace gauntlet::orchestrator::packets {

enum class Family : std::uint8_t { kIpv4, kIpv6 };

struct Endpoint {
  Family family = Family::kIpv4;
  std::uint16_t port = 0;
  std::array<std::uint8_t, 16> address{};  // in the order of the wire; of IPv4 the first four

  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// "192.0.2.1:80", "[2001:db8::1]:80".
std::string to_text(const Endpoint& endpoint);

// The bits of the header's flags.
inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;
inline constexpr std::uint8_t kPsh = 0x08;
inline constexpr std::uint8_t kAck = 0x10;
inline constexpr std::uint8_t kUrg = 0x20;

// "SYN|ACK"; "-" for none.
std::string flags_text(std::uint8_t flags);

struct Timestamps {
  std::uint32_t value = 0;
  std::uint32_t echo = 0;
};

// A range of sequence numbers: from begin up to, without it, end.
struct SackBlock {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

inline constexpr std::size_t kMostSackBlocks = 4;  // that the options of a header have room for

struct Segment {
  std::int64_t time_ns = 0;  // since 1970
  Endpoint source{};
  Endpoint destination{};
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint8_t flags = 0;
  std::uint16_t window = 0;  // as it stands in the header, without its scale
  std::uint32_t length = 0;  // bytes of payload on the wire, however few were captured
  std::uint16_t mss = 0;     // 0: the segment does not say
  std::optional<std::uint8_t> window_scale{};
  std::optional<Timestamps> timestamps{};
  std::array<SackBlock, kMostSackBlocks> sack{};
  std::uint8_t sack_blocks = 0;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

}  // namespace gauntlet::orchestrator::packets
