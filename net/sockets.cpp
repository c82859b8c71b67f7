#include "net/sockets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"

namespace gauntlet::net {
namespace {

void set_flag(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof on);
}

[[noreturn]] void throw_refused(const ListenOptions& options) {
  throw_errno(fmt::format("cannot listen on {} port {}", options.host, options.port));
}

// Nothing, with errno, when this machine does not have that address, or the port is taken. Throws
// Error when something else is in the way.
UniqueFd try_to_listen(const ListenOptions& options, const asio::ip::tcp::endpoint& endpoint) {
  const auto is_elsewhere = [](int error) {
    return error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
  };
  UniqueFd socket(
      ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket && is_elsewhere(errno)) return {};
  if (!socket) throw_errno("cannot create a socket");
  set_flag(socket.get(), SOL_SOCKET, SO_REUSEADDR);
  if (options.reuse_port) set_flag(socket.get(), SOL_SOCKET, SO_REUSEPORT);
  set_congestion(socket.get(), options.congestion);
  if (::bind(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0 &&
      ::listen(socket.get(), options.backlog) == 0)
    return socket;
  if (is_elsewhere(errno) || errno == EADDRINUSE) return {};
  throw_refused(options);
}

// On the first of these that this machine has; nothing, with errno, as above.
UniqueFd try_to_listen(const ListenOptions& options, const Addresses& addresses) {
  for (const auto& address : addresses) {
    UniqueFd socket = try_to_listen(options, asio::ip::tcp::endpoint(address, options.port));
    if (socket || errno == EADDRINUSE) return socket;
  }
  return {};
}

std::string available_congestion() {
  std::ifstream file("/proc/sys/net/ipv4/tcp_available_congestion_control");
  std::string names;
  std::getline(file, names);
  return names;
}

}  // namespace

UniqueFd listen_on(const ListenOptions& options) {
  return listen_on(options, resolve(options.host));
}

UniqueFd listen_on(const ListenOptions& options, const Addresses& addresses) {
  UniqueFd socket = try_to_listen(options, addresses);
  if (!socket) throw_refused(options);
  return socket;
}

UniqueFd listen_if_free(const ListenOptions& options, const Addresses& addresses) {
  UniqueFd socket = try_to_listen(options, addresses);
  if (!socket && errno != EADDRINUSE) throw_refused(options);
  return socket;
}

asio::ip::tcp::endpoint local_endpoint(int socket) {
  asio::ip::tcp::endpoint endpoint;
  auto length = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(socket, endpoint.data(), &length) != 0)
    throw_errno("cannot read a socket's address");
  endpoint.resize(length);
  return endpoint;
}

asio::ip::tcp::endpoint remote_endpoint(int socket) {
  asio::ip::tcp::endpoint endpoint;
  auto length = static_cast<socklen_t>(endpoint.capacity());
  if (::getpeername(socket, endpoint.data(), &length) != 0) return {};
  endpoint.resize(length);
  return endpoint;
}

std::uint16_t local_port(int socket) { return local_endpoint(socket).port(); }

void set_congestion(int socket, const std::string& name) {
  if (name == "system") return;
  const auto length = static_cast<socklen_t>(name.size());
  if (::setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, name.data(), length) != 0)
    throw Error(fmt::format("congestion control '{}' cannot be used ({}); this kernel offers: {}",
                            name, std::strerror(errno), available_congestion()));
}

void send_at_once(int socket) { set_flag(socket, IPPROTO_TCP, TCP_NODELAY); }

}  // namespace gauntlet::net
