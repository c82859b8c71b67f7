#include "client_pool/interface.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <memory>
#include <optional>

#include "base/unique_fd.h"
#include "net/sockets.h"

namespace gauntlet::client_pool {
namespace {

using asio::ip::address;

// The address from which a packet to the endpoint would be sent. Connecting a UDP socket looks up
// the route, and sends nothing.
std::optional<address> source_address(const asio::ip::tcp::endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  const UniqueFd socket(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0)
    return std::nullopt;
  return net::local_endpoint(socket.get()).address();
}

bool is_of(const sockaddr* known, const address& wanted) {
  if (known == nullptr) return false;
  if (known->sa_family == AF_INET && wanted.is_v4()) {
    const auto bytes = wanted.to_v4().to_bytes();
    const auto* const ipv4 = reinterpret_cast<const sockaddr_in*>(known);
    return std::memcmp(&ipv4->sin_addr, bytes.data(), bytes.size()) == 0;
  }
  if (known->sa_family == AF_INET6 && wanted.is_v6()) {
    const auto bytes = wanted.to_v6().to_bytes();
    const auto* const ipv6 = reinterpret_cast<const sockaddr_in6*>(known);
    return std::memcmp(&ipv6->sin6_addr, bytes.data(), bytes.size()) == 0;
  }
  return false;
}

}  // namespace

// Packets from an address to itself are those of this machine to itself: they pass over loopback,
// whichever interface has the address.
std::string interface_to(const asio::ip::tcp::endpoint& endpoint) {
  const auto source = source_address(endpoint);
  if (!source) return kAnyInterface;
  const bool is_own = source->is_loopback() || *source == endpoint.address();
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return kAnyInterface;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(all, &::freeifaddrs);
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next) {
    const bool is_loopback = (each->ifa_flags & IFF_LOOPBACK) != 0;
    if (is_own ? is_loopback : is_of(each->ifa_addr, *source)) return each->ifa_name;
  }
  return kAnyInterface;
}

}  // namespace gauntlet::client_pool
