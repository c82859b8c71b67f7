// The network interfaces of this machine.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>

namespace gauntlet::client_pool {

// What libpcap calls all of them together.
inline constexpr const char* kAnyInterface = "any";

// The one by which a packet to the endpoint leaves: loopback for addresses of this machine, and
// kAnyInterface where it is not known. Sends nothing.
std::string interface_to(const asio::ip::tcp::endpoint& endpoint);

}  // namespace gauntlet::client_pool
