// The listening sockets of a pool.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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

// One for each worker: on ports that follow each other, or on one port that the kernel balances.
// Where no such ports are found, and none was named, the kernel chooses each.
// What they accept inherits TCP_NODELAY and the congestion control. All have the same address: the
// first one of these, which are those of options.host, that this machine has. Throws Error that
// names a port that is taken.
std::vector<Listener> listen(const ServerOptions& options, net::Addresses addresses);

// Opens a listener on a port, or for 0 on one that the kernel chooses. Nothing: the port is taken.
using OpenListener = std::function<std::optional<Listener>(std::uint16_t port)>;

// So many listeners on ports that follow each other, from the first of these on behind which none
// is taken. Of 0 the kernel chooses. Empty when there is none.
std::vector<Listener> open_in_a_row(const std::vector<std::uint16_t>& first_ports,
                                    std::uint64_t count, const OpenListener& open);

}  // namespace gauntlet::server_pool::pool
