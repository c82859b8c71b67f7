// Segments and captures as the tests make them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orchestrator/packets/segment.h"

namespace gauntlet::orchestrator::packets {

using ByteString = std::vector<std::uint8_t>;

inline void put16(ByteString& bytes, std::uint32_t value) {
  bytes.push_back(static_cast<std::uint8_t>(value >> 8));
  bytes.push_back(static_cast<std::uint8_t>(value));
}
inline void put32(ByteString& bytes, std::uint32_t value) {
  put16(bytes, value >> 16);
  put16(bytes, value & 0xffff);
}
inline void put_all(ByteString& bytes, const ByteString& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// A header of TCP from port 40000 to 80, with options (whole words) and so much payload.
inline ByteString tcp_bytes(std::uint32_t sequence, std::uint8_t flags, const ByteString& options,
                            std::size_t payload) {
  ByteString bytes;
  put16(bytes, 40000);
  put16(bytes, 80);
  put32(bytes, sequence);
  put32(bytes, 7);
  bytes.push_back(static_cast<std::uint8_t>((5 + options.size() / 4) << 4));
  bytes.push_back(flags);
  put16(bytes, 512);
  put32(bytes, 0);
  put_all(bytes, options);
  bytes.insert(bytes.end(), payload, 'x');
  return bytes;
}

inline ByteString ipv4_bytes(const ByteString& payload, std::uint32_t fragment = 0,
                             const ByteString& options = {}) {
  ByteString bytes{static_cast<std::uint8_t>(0x40 + 5 + options.size() / 4), 0};
  put16(bytes, static_cast<std::uint32_t>(20 + options.size() + payload.size()));
  put16(bytes, 0);
  put16(bytes, fragment);
  put_all(bytes, {64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2});
  put_all(bytes, options);
  put_all(bytes, payload);
  return bytes;
}

// next: what the first header behind it is; extensions: those headers, before the payload.
inline ByteString ipv6_bytes(const ByteString& payload, std::uint8_t next = 6,
                             const ByteString& extensions = {}) {
  ByteString bytes{0x60, 0, 0, 0};
  put16(bytes, static_cast<std::uint32_t>(extensions.size() + payload.size()));
  put_all(bytes, {next, 64});
  for (const std::uint8_t last : {std::uint8_t{1}, std::uint8_t{2}})
    put_all(bytes, {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last});
  put_all(bytes, extensions);
  put_all(bytes, payload);
  return bytes;
}

inline ByteString ethernet_bytes(const ByteString& payload, std::uint32_t type,
                                 const ByteString& tags = {}) {
  ByteString bytes(12, 0);
  put_all(bytes, tags);
  put16(bytes, type);
  put_all(bytes, payload);
  return bytes;
}

}  // namespace gauntlet::orchestrator::packets
