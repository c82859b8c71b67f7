// Other servers of the same files, to which a pool may send those who ask it.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/host_ports.h"
#include "base/units.h"
#include "net/resolve.h"

namespace gauntlet::server_pool::redirects {

inline constexpr std::size_t kMostMirrors = 64;

struct Mirror {
  std::string name{};                  // host and first port, by which people know it: "b:7000"
  std::string host{};                  // as it stands in a URL
  std::vector<std::uint16_t> ports{};  // that have turns
  std::vector<asio::ip::tcp::endpoint> endpoints{};  // of the first port, the best one first
};

std::string name_of(const HostPorts& mirror);

// All of these, names resolved, each within the limit. Throws Error (kUnable) for a name that has
// no address or is late.
std::vector<Mirror> resolve_mirrors(const std::vector<HostPorts>& mirrors, Duration limit,
                                    const net::Resolver& resolver = net::resolve);

}  // namespace gauntlet::server_pool::redirects
