// What Asio does not do with sockets: listening with options, congestion control.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace gauntlet::net {

struct ListenOptions {
  std::string host = "127.0.0.1";  // an IPv4 or IPv6 address; names are resolved
  std::uint16_t port = 0;          // 0: the kernel chooses
  bool reuse_port = false;         // several sockets on one port, the kernel balances
  int backlog = 4096;              // the kernel caps it at net.core.somaxconn
  std::string congestion = "system";
};

// A bound, listening, non-blocking, close-on-exec socket. Throws Error (kUnable) that names host
// and port when it cannot be had.
UniqueFd listen_on(const ListenOptions& options);

// The port that a bound socket has.
std::uint16_t local_port(int socket);

// Sets a socket's congestion control; "system" leaves it alone. Throws Error (kBadInput) that names
// what the kernel offers.
void set_congestion(int socket, const std::string& name);

// Heads and small bodies leave at once (TCP_NODELAY).
void send_at_once(int socket);

}  // namespace gauntlet::net
