// The bytes of a captured packet -> a TCP segment. No length in them is trusted.
#pragma once

#include <cstdint>
#include <span>

#include "orchestrator/packets/segment.h"

namespace gauntlet::orchestrator::packets {

// What a packet begins with.
enum class LinkType : std::uint8_t {
  kEthernet,      // with any number of VLAN tags
  kLinuxCooked,   // "any" interface, version 1
  kLinuxCooked2,  // version 2
  kRawIp,         // nothing before IP
  kLoopback,      // BSD's: the family of addresses, in the byte order of whoever captured
};

enum class PacketKind : std::uint8_t {
  kTcp,
  kFragment,  // of an IP packet: only the first has a TCP header, so none is taken
  kOther,     // not TCP over IP
  kCut,  // would be TCP, but its headers were not captured as a whole, or contradict themselves
};

struct RawPacket {
  std::int64_t time_ns = 0;
  std::uint32_t wire_length = 0;          // what the packet had when it was captured
  std::span<const std::uint8_t> bytes{};  // what is left of it in the capture
};

// segment is written when it is kTcp; its time is the packet's.
PacketKind parse_packet(LinkType link, const RawPacket& packet, Segment& segment);

}  // namespace gauntlet::orchestrator::packets
