#include "orchestrator/packets/parse.h"

#include <algorithm>

namespace gauntlet::orchestrator::packets {
namespace {

constexpr std::uint16_t kEtherIpv4 = 0x0800;
constexpr std::uint16_t kEtherIpv6 = 0x86dd;
constexpr std::uint8_t kProtocolTcp = 6;

// Bytes in the order of the network. What is read must have been asked for by has().
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool has(std::size_t count) const { return bytes_.size() >= count; }
  std::size_t size() const { return bytes_.size(); }
  std::uint8_t u8(std::size_t at) const { return bytes_[at]; }
  std::uint16_t u16(std::size_t at) const {
    return static_cast<std::uint16_t>(bytes_[at] << 8 | bytes_[at + 1]);
  }
  std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(u16(at)) << 16 | u16(at + 2);
  }
  Bytes after(std::size_t count) const { return Bytes(bytes_.subspan(count)); }
  Bytes first(std::size_t count) const { return Bytes(bytes_.first(count)); }
  void copy(std::size_t at, std::size_t count, std::uint8_t* to) const {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at), count, to);
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

// A packet while its headers are taken off: what is left, and how much of that was on the wire.
struct Rest {
  Bytes bytes;
  std::uint32_t wire_length = 0;

  bool drop(std::size_t count) {
    if (!bytes.has(count) || wire_length < count) return false;
    bytes = bytes.after(count);
    wire_length -= static_cast<std::uint32_t>(count);
    return true;
  }
};

bool is_vlan(std::uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

// The type of what follows the tags; 0 when they are cut.
std::uint16_t drop_vlans(Rest& rest, std::uint16_t type) {
  constexpr std::size_t kTag = 4;
  while (is_vlan(type)) {
    if (!rest.bytes.has(kTag)) return 0;
    type = rest.bytes.u16(2);
    if (!rest.drop(kTag)) return 0;
  }
  return type;
}

// A header of so many bytes, with the type of what follows at that place.
PacketKind drop_link(Rest& rest, std::size_t header, std::size_t type_at) {
  if (!rest.bytes.has(header)) return PacketKind::kCut;
  const std::uint16_t type = rest.bytes.u16(type_at);
  if (!rest.drop(header)) return PacketKind::kCut;
  const std::uint16_t inner = drop_vlans(rest, type);
  if (inner == 0 && type != 0) return PacketKind::kCut;
  return inner == kEtherIpv4 || inner == kEtherIpv6 ? PacketKind::kTcp : PacketKind::kOther;
}

// The number of a family of addresses differs from one system to the next: what the first byte of
// the IP header says decides.
PacketKind drop_headers_below_ip(LinkType link, Rest& rest) {
  constexpr std::size_t kFamily = 4;
  switch (link) {
    case LinkType::kEthernet:
      return drop_link(rest, 14, 12);
    case LinkType::kLinuxCooked:
      return drop_link(rest, 16, 14);
    case LinkType::kLinuxCooked2:
      return drop_link(rest, 20, 0);
    case LinkType::kRawIp:
      return PacketKind::kTcp;
    case LinkType::kLoopback:
      return rest.drop(kFamily) ? PacketKind::kTcp : PacketKind::kCut;
  }
  return PacketKind::kOther;
}

// What Ethernet pads a short packet with is no payload. A length of 0 is that of a packet which the
// network card was to cut into segments.
void trim(Rest& rest, std::uint32_t length) {
  if (length == 0 || length >= rest.wire_length) return;
  rest.wire_length = length;
  if (rest.bytes.size() > length) rest.bytes = rest.bytes.first(length);
}

PacketKind drop_ipv4(Rest& rest, Segment& segment) {
  constexpr std::size_t kLeast = 20;
  if (!rest.bytes.has(kLeast)) return PacketKind::kCut;
  const Bytes& head = rest.bytes;
  constexpr std::uint16_t kMoreFragmentsOrOffset = 0x3fff;
  if (head.u8(9) != kProtocolTcp) return PacketKind::kOther;
  if ((head.u16(6) & kMoreFragmentsOrOffset) != 0) return PacketKind::kFragment;
  const std::size_t header = (head.u8(0) & 0x0fU) * 4U;
  if (header < kLeast) return PacketKind::kCut;
  segment.source.family = segment.destination.family = Family::kIpv4;
  head.copy(12, 4, segment.source.address.data());
  head.copy(16, 4, segment.destination.address.data());
  trim(rest, head.u16(2));
  return rest.drop(header) ? PacketKind::kTcp : PacketKind::kCut;
}

// Hop-by-hop and destination options, routing, authentication: passed over.
PacketKind drop_extensions(Rest& rest, std::uint8_t next) {
  constexpr std::uint8_t kHopByHop = 0, kRouting = 43, kFragment = 44, kAuthentication = 51,
                         kOptions = 60;
  while (next != kProtocolTcp) {
    if (next == kFragment) return PacketKind::kFragment;
    const bool is_authentication = next == kAuthentication;
    if (next != kHopByHop && next != kRouting && next != kOptions && !is_authentication)
      return PacketKind::kOther;
    if (!rest.bytes.has(2)) return PacketKind::kCut;
    next = rest.bytes.u8(0);
    const std::size_t units = rest.bytes.u8(1);
    if (!rest.drop(is_authentication ? (units + 2) * 4 : (units + 1) * 8)) return PacketKind::kCut;
  }
  return PacketKind::kTcp;
}

PacketKind drop_ipv6(Rest& rest, Segment& segment) {
  constexpr std::size_t kHeader = 40;
  if (!rest.bytes.has(kHeader)) return PacketKind::kCut;
  const Bytes head = rest.bytes;
  segment.source.family = segment.destination.family = Family::kIpv6;
  head.copy(8, 16, segment.source.address.data());
  head.copy(24, 16, segment.destination.address.data());
  const std::uint32_t payload = head.u16(4);
  trim(rest, payload == 0 ? 0 : payload + static_cast<std::uint32_t>(kHeader));
  if (!rest.drop(kHeader)) return PacketKind::kCut;
  return drop_extensions(rest, head.u8(6));
}

void read_sack(const Bytes& blocks, Segment& segment) {
  constexpr std::size_t kBlock = 8;
  for (std::size_t at = 0; at + kBlock <= blocks.size(); at += kBlock) {
    if (segment.sack_blocks == kMostSackBlocks) return;
    segment.sack[segment.sack_blocks++] = {blocks.u32(at), blocks.u32(at + 4)};
  }
}

void read_option(std::uint8_t kind, const Bytes& value, Segment& segment) {
  constexpr std::uint8_t kMss = 2, kWindowScale = 3, kSack = 5, kTimestamps = 8;
  if (kind == kMss && value.size() == 2) segment.mss = value.u16(0);
  if (kind == kWindowScale && value.size() == 1) segment.window_scale = value.u8(0);
  if (kind == kSack) read_sack(value, segment);
  if (kind == kTimestamps && value.size() == 8)
    segment.timestamps = Timestamps{.value = value.u32(0), .echo = value.u32(4)};
}

// As many as were captured.
void read_options(Bytes options, Segment& segment) {
  constexpr std::uint8_t kEnd = 0, kNothing = 1;
  while (options.has(1) && options.u8(0) != kEnd) {
    if (options.u8(0) == kNothing) {
      options = options.after(1);
      continue;
    }
    if (!options.has(2)) return;
    const std::size_t length = options.u8(1);
    if (length < 2 || !options.has(length)) return;
    read_option(options.u8(0), options.first(length).after(2), segment);
    options = options.after(length);
  }
}

PacketKind read_tcp(const Rest& rest, Segment& segment) {
  constexpr std::size_t kLeast = 20;
  const Bytes& head = rest.bytes;
  if (!head.has(kLeast)) return PacketKind::kCut;
  const std::size_t header = static_cast<std::size_t>(head.u8(12) >> 4) * 4;
  if (header < kLeast || header > rest.wire_length) return PacketKind::kCut;
  segment.source.port = head.u16(0);
  segment.destination.port = head.u16(2);
  segment.sequence = head.u32(4);
  segment.acknowledgement = head.u32(8);
  segment.flags = head.u8(13) & 0x3fU;
  segment.window = head.u16(14);
  segment.length = rest.wire_length - static_cast<std::uint32_t>(header);
  read_options(head.first(std::min(header, head.size())).after(kLeast), segment);
  return PacketKind::kTcp;
}

}  // namespace

PacketKind parse_packet(LinkType link, const RawPacket& packet, Segment& segment) {
  segment = Segment{.time_ns = packet.time_ns};
  Rest rest{.bytes = Bytes(packet.bytes), .wire_length = packet.wire_length};
  if (const PacketKind kind = drop_headers_below_ip(link, rest); kind != PacketKind::kTcp)
    return kind;
  if (!rest.bytes.has(1)) return PacketKind::kCut;
  const int version = rest.bytes.u8(0) >> 4;
  if (version != 4 && version != 6) return PacketKind::kOther;
  const PacketKind kind = version == 4 ? drop_ipv4(rest, segment) : drop_ipv6(rest, segment);
  return kind == PacketKind::kTcp ? read_tcp(rest, segment) : kind;
}

}  // namespace gauntlet::orchestrator::packets
