// The listening sockets of a pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "server_pool/options.h"

namespace gauntlet::server_pool::pool {

struct Listener {
  UniqueFd socket{};
  std::string host{};  // the address that it listens on
  std::uint16_t port = 0;
};

// One for each worker: on a port range, or on one port that the kernel balances. What they accept
// inherits TCP_NODELAY and the congestion control. All have the same address: the first one of
// options.host that this machine has. Throws Error that names a port that is taken.
std::vector<Listener> listen(const ServerOptions& options);

}  // namespace gauntlet::server_pool::pool
