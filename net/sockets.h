// What Asio does not do with sockets: listening with options, congestion control.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

#include "base/unique_fd.h"
#include "net/resolve.h"

namespace gauntlet::net {

struct ListenOptions {
  std::string host = "127.0.0.1";  // an address or a name
  std::uint16_t port = 0;          // 0: the kernel chooses
  bool reuse_port = false;         // several sockets on one port, the kernel balances
  int backlog = 4096;              // the kernel caps it at net.core.somaxconn
  std::string congestion = "system";
};

// A bound, listening, non-blocking, close-on-exec socket. Of a name with several addresses it has
// the first one that this machine has. Throws Error (kUnable) that names host and port when it
// cannot be had: a port that is taken at that address is not looked for at another one.
UniqueFd listen_on(const ListenOptions& options);
// The same, with these addresses in place of options.host's, which is for messages then.
UniqueFd listen_on(const ListenOptions& options, const Addresses& addresses);
// As that, but nothing when the port is taken.
UniqueFd listen_if_free(const ListenOptions& options, const Addresses& addresses);

// The address and port that a bound socket has.
asio::ip::tcp::endpoint local_endpoint(int socket);
std::uint16_t local_port(int socket);
// Those of the other end of a connection; 0.0.0.0 and 0 when that is gone.
asio::ip::tcp::endpoint remote_endpoint(int socket);

// Sets a socket's congestion control; "system" leaves it alone. Throws Error (kBadInput) that names
// what the kernel offers.
void set_congestion(int socket, const std::string& name);

// Heads and small bodies leave at once (TCP_NODELAY).
void send_at_once(int socket);

}  // namespace gauntlet::net
