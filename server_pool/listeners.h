// The listening sockets of a pool.
#pragma once

#include <cstdint>
#include <vector>

#include "base/unique_fd.h"
#include "server_pool/options.h"

namespace gauntlet::server_pool {

struct Listener {
  UniqueFd socket{};
  std::uint16_t port = 0;
};

// One for each worker: on a port range, or on one port that the kernel balances. What they accept
// inherits TCP_NODELAY and the congestion control. Throws Error that names a port that is taken.
std::vector<Listener> listen(const ServerOptions& options);

}  // namespace gauntlet::server_pool
