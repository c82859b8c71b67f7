#include "orchestrator/packets/parse.h"

#include <gtest/gtest.h>

#include "tests/orchestrator/packets/made_packets.h"

namespace gauntlet::orchestrator::packets {
namespace {

const ByteString kSegment = tcp_bytes(1000, kAck, {}, 100);

struct Read {
  PacketKind kind;
  Segment segment;
};

Read read(LinkType link, const ByteString& bytes, std::size_t captured = 65535) {
  Read result{};
  result.kind = parse_packet(link,
                             {.time_ns = 5,
                              .wire_length = static_cast<std::uint32_t>(bytes.size()),
                              .bytes = {bytes.data(), std::min(bytes.size(), captured)}},
                             result.segment);
  return result;
}

void expect_the_segment(const Read& read, const std::string& source) {
  ASSERT_EQ(read.kind, PacketKind::kTcp);
  EXPECT_EQ(read.segment.time_ns, 5);
  EXPECT_EQ(to_text(read.segment.source), source);
  EXPECT_EQ(read.segment.destination.port, 80);
  EXPECT_EQ(read.segment.sequence, 1000u);
  EXPECT_EQ(read.segment.acknowledgement, 7u);
  EXPECT_EQ(read.segment.window, 512);
  EXPECT_EQ(read.segment.length, 100u);
}

TEST(ParsePacket, ReadsEthernet) {
  expect_the_segment(read(LinkType::kEthernet, ethernet_bytes(ipv4_bytes(kSegment), 0x0800)),
                     "192.0.2.1:40000");
}

TEST(ParsePacket, ReadsIpv6) {
  expect_the_segment(read(LinkType::kEthernet, ethernet_bytes(ipv6_bytes(kSegment), 0x86dd)),
                     "[2001:db8::1]:40000");
}

TEST(ParsePacket, PassesOverTwoVlanTags) {
  const ByteString tags{0x88, 0xa8, 0, 1, 0x81, 0, 0, 2};
  expect_the_segment(read(LinkType::kEthernet, ethernet_bytes(ipv4_bytes(kSegment), 0x0800, tags)),
                     "192.0.2.1:40000");
}

TEST(ParsePacket, ReadsBothVersionsOfLinuxCooked) {
  ByteString first(14, 0);
  put16(first, 0x0800);
  put_all(first, ipv4_bytes(kSegment));
  expect_the_segment(read(LinkType::kLinuxCooked, first), "192.0.2.1:40000");
  ByteString second{0x08, 0x00};
  second.resize(20);
  put_all(second, ipv4_bytes(kSegment));
  expect_the_segment(read(LinkType::kLinuxCooked2, second), "192.0.2.1:40000");
}

TEST(ParsePacket, ReadsLoopbackOfEitherByteOrder) {
  for (const ByteString& family : {ByteString{2, 0, 0, 0}, ByteString{0, 0, 0, 2}}) {
    ByteString bytes = family;
    put_all(bytes, ipv4_bytes(kSegment));
    expect_the_segment(read(LinkType::kLoopback, bytes), "192.0.2.1:40000");
  }
}

TEST(ParsePacket, PassesOverTheOptionsOfIpv4) {
  expect_the_segment(read(LinkType::kRawIp, ipv4_bytes(kSegment, 0, ByteString(8, 1))),
                     "192.0.2.1:40000");
}

TEST(ParsePacket, PassesOverTheExtensionHeadersOfIpv6) {
  constexpr std::uint8_t kHopByHop = 0, kOptions = 60, kTcp = 6;
  ByteString extensions{kOptions, 0, 0, 0, 0, 0, 0, 0};
  put_all(extensions, {kTcp, 1});
  extensions.resize(24);
  expect_the_segment(read(LinkType::kRawIp, ipv6_bytes(kSegment, kHopByHop, extensions)),
                     "[2001:db8::1]:40000");
}

TEST(ParsePacket, ReadsTheOptionsOfTcp) {
  const ByteString options{2, 4,  5, 0xb4, 3, 3, 7, 1,               // MSS, scale
                           8, 10, 0, 0,    0, 9, 0, 0, 0, 8, 1, 1,   // timestamps
                           5, 10, 0, 0,    0, 1, 0, 0, 0, 5, 1, 1};  // SACK
  const Segment segment =
      read(LinkType::kRawIp, ipv4_bytes(tcp_bytes(1, kSyn, options, 0))).segment;
  EXPECT_EQ(segment.mss, 1460);
  EXPECT_EQ(segment.window_scale, 7);
  ASSERT_TRUE(segment.timestamps);
  EXPECT_EQ(segment.timestamps->value, 9u);
  EXPECT_EQ(segment.timestamps->echo, 8u);
  ASSERT_EQ(segment.sack_blocks, 1);
  EXPECT_EQ(segment.sack[0].begin, 1u);
  EXPECT_EQ(segment.sack[0].end, 5u);
}

TEST(ParsePacket, CountsThePayloadThatWasNotCaptured) {
  EXPECT_EQ(read(LinkType::kRawIp, ipv4_bytes(kSegment), 40).segment.length, 100u);
}

TEST(ParsePacket, TakesThePaddingOfEthernetForNoPayload) {
  ByteString bytes = ethernet_bytes(ipv4_bytes(tcp_bytes(1, kAck, {}, 0)), 0x0800);
  bytes.resize(60);
  EXPECT_EQ(read(LinkType::kEthernet, bytes).segment.length, 0u);
}

TEST(ParsePacket, TakesTheLengthOfTheWireWhereIpSaysNone) {
  ByteString bytes = ipv4_bytes(kSegment);
  bytes[2] = bytes[3] = 0;
  EXPECT_EQ(read(LinkType::kRawIp, bytes).segment.length, 100u);
}

TEST(ParsePacket, TakesNoFragment) {
  constexpr std::uint32_t kMoreFragments = 0x2000, kOffset = 1;
  for (const std::uint32_t fragment : {kMoreFragments, kOffset})
    EXPECT_EQ(read(LinkType::kRawIp, ipv4_bytes(kSegment, fragment)).kind, PacketKind::kFragment);
  EXPECT_EQ(read(LinkType::kRawIp, ipv6_bytes(kSegment, 44)).kind, PacketKind::kFragment);
}

TEST(ParsePacket, KnowsWhatIsNoTcp) {
  constexpr std::uint32_t kArp = 0x0806;
  EXPECT_EQ(read(LinkType::kEthernet, ethernet_bytes(ByteString(28, 0), kArp)).kind,
            PacketKind::kOther);
  EXPECT_EQ(read(LinkType::kRawIp, ipv6_bytes(kSegment, 17)).kind, PacketKind::kOther);
}

// Wherever the capture ends, it is either cut, or has the whole fixed header.
TEST(ParsePacket, SaysOfCutHeadersThatTheyAre) {
  const ByteString bytes = ethernet_bytes(ipv4_bytes(kSegment), 0x0800);
  constexpr std::size_t kHeaders = 14 + 20 + 20;
  for (std::size_t captured = 0; captured < kHeaders; ++captured)
    EXPECT_EQ(read(LinkType::kEthernet, bytes, captured).kind, PacketKind::kCut) << captured;
  EXPECT_EQ(read(LinkType::kEthernet, bytes, kHeaders).kind, PacketKind::kTcp);
}

TEST(ParsePacket, BelievesNoHeaderThatIsLongerThanThePacket) {
  ByteString bytes = tcp_bytes(1, kAck, {}, 0);
  bytes[12] = 0xf0;
  EXPECT_EQ(read(LinkType::kRawIp, ipv4_bytes(bytes)).kind, PacketKind::kCut);
}

}  // namespace
}  // namespace gauntlet::orchestrator::packets
