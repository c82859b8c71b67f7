// The packets that a client wishes its answers in.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace gauntlet::server_pool {

// Bytes, of a request's X-Packet-Size. Nothing: it is no whole number from 1 to
// contract::kMostPacketBytes.
std::optional<std::size_t> parse_packet_size(std::string_view field);

}  // namespace gauntlet::server_pool
