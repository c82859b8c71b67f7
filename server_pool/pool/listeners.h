// The listening sockets of a pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "base/units.h"
#include "net/resolve.h"
#include "server_pool/options.h"

namespace gauntlet::server_pool::pool {

struct Listener {
  UniqueFd socket{};
  std::string host{};  // the address that it listens on
  std::uint16_t port = 0;
};

// Of --host, the best one first. Throws Error (kUnable) when there are none, or when they cannot be
// had in time; how a late look-up ends is nobody's business then.
net::Addresses addresses_of(const std::string& host, Duration patience = std::chrono::seconds(10),
                            const net::Resolver& resolver = net::resolve);

// One for each worker: on a port range, or on one port that the kernel balances. What they accept
// inherits TCP_NODELAY and the congestion control. All have the same address: the first one of
// these, which are those of options.host, that this machine has. Throws Error that names a port
// that is taken.
std::vector<Listener> listen(const ServerOptions& options, net::Addresses addresses);

}  // namespace gauntlet::server_pool::pool
