#include "orchestrator/packets/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "base/error.h"
#include "tests/orchestrator/packets/made_packets.h"
#include "tests/temporary_folder.h"

#ifdef GAUNTLET_PCAP
namespace gauntlet::orchestrator::packets {
namespace {

using testing::HasSubstr;

constexpr std::uint32_t kEthernetLink = 1;
constexpr std::uint32_t kWirelessLink = 105;
constexpr std::size_t kSnapLength = 96;

std::string as_string(const ByteString& bytes) { return {bytes.begin(), bytes.end()}; }

// A pcap file of big-endian numbers, that holds so many equal packets, each cut to the snap length.
ByteString pcap_bytes(std::uint32_t link, const ByteString& packet, int count) {
  ByteString bytes{0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4};
  for (const std::uint32_t value : {0u, 0u, static_cast<std::uint32_t>(kSnapLength), link})
    put32(bytes, value);
  const std::size_t captured = std::min(packet.size(), kSnapLength);
  for (int i = 0; i < count; ++i) {
    for (const std::size_t value : {std::size_t{1000}, std::size_t{5}, captured, packet.size()})
      put32(bytes, static_cast<std::uint32_t>(value));
    put_all(bytes, {packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(captured)});
  }
  return bytes;
}

// A pcapng file with a section, an interface and a packet (a multiple of four bytes).
ByteString pcapng_bytes(const ByteString& packet) {
  ByteString bytes;
  for (const std::uint32_t value : {0x0a0d0d0au, 28u, 0x1a2b3c4du, 0x00010000u, ~0u, ~0u, 28u})
    put32(bytes, value);
  for (const std::uint32_t value : {1u, 20u, kEthernetLink << 16, 0u, 20u}) put32(bytes, value);
  const auto size = static_cast<std::uint32_t>(packet.size());
  for (const std::uint32_t value : {6u, 32u + size, 0u, 0u, 7'000'000u, size, size})
    put32(bytes, value);
  put_all(bytes, packet);
  put32(bytes, 32 + size);
  return bytes;
}

ByteString made_packet() {
  return ethernet_bytes(ipv4_bytes(tcp_bytes(1, kAck, {}, 1002)), 0x0800);
}

struct CaptureRead {
  std::string trouble{};
  std::vector<Segment> segments{};
};

class CaptureFile : public testing::Test {
 protected:
  CaptureRead read(const ByteString& bytes) {
    folder.write("capture", as_string(bytes));
    CaptureRead result;
    result.trouble = read_capture(folder / "capture", [&](LinkType link, const RawPacket& packet) {
      Segment segment;
      ASSERT_EQ(parse_packet(link, packet, segment), PacketKind::kTcp);
      result.segments.push_back(segment);
    });
    return result;
  }
  std::string refusal(const ByteString& bytes) {
    try {
      read(bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kBadInput);
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder;
};

TEST_F(CaptureFile, PcapIsReadThoughItKeepsHeadersOnly) {
  const CaptureRead result = read(pcap_bytes(kEthernetLink, made_packet(), 3));
  EXPECT_EQ(result.trouble, "");
  ASSERT_EQ(result.segments.size(), 3u);
  EXPECT_EQ(result.segments[0].time_ns, 1'000'000'005'000);
  EXPECT_EQ(result.segments[0].length, 1002u);
}

TEST_F(CaptureFile, PcapngIsRead) {
  const CaptureRead result = read(pcapng_bytes(made_packet()));
  EXPECT_EQ(result.trouble, "");
  ASSERT_EQ(result.segments.size(), 1u);
  EXPECT_EQ(result.segments[0].time_ns, 7'000'000'000);
}

TEST_F(CaptureFile, WhatComesBeforeTheCutEndIsReadAndTheCutIsSaid) {
  ByteString bytes = pcap_bytes(kEthernetLink, made_packet(), 3);
  bytes.pop_back();
  const CaptureRead result = read(bytes);
  EXPECT_THAT(result.trouble, HasSubstr("truncated"));
  EXPECT_EQ(result.segments.size(), 2u);
}

TEST_F(CaptureFile, AnythingElseIsRefused) {
  EXPECT_THAT(refusal(ByteString(100, 'x')), HasSubstr("is no capture that can be read"));
  EXPECT_THAT(refusal({}), HasSubstr("is no capture that can be read"));
}

TEST_F(CaptureFile, OtherLinksAreRefusedByName) {
  EXPECT_THAT(refusal(pcap_bytes(kWirelessLink, made_packet(), 1)), HasSubstr("IEEE802_11"));
}

TEST_F(CaptureFile, AMissingFileAndAFolderAreRefused) {
  EXPECT_THROW(read_capture(folder / "none", {}), Error);
  EXPECT_THROW(read_capture(folder.path(), {}), Error);
}

TEST_F(CaptureFile, WhatTheHandlerThrowsComesThrough) {
  folder.write("capture", as_string(pcap_bytes(kEthernetLink, made_packet(), 3)));
  int calls = 0;
  EXPECT_THROW(read_capture(folder / "capture",
                            [&](LinkType, const RawPacket&) {
                              ++calls;
                              throw std::runtime_error("x");
                            }),
               std::runtime_error);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace gauntlet::orchestrator::packets
#endif
