#include "net/sockets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/error.h"

namespace gauntlet::net {
namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressList resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0)
    throw Error(fmt::format("cannot listen on host '{}': {}", host, ::gai_strerror(error)),
                ExitCode::kUnable);
  return {found, &::freeaddrinfo};
}

void set_flag(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof on);
}

std::string available_congestion() {
  std::ifstream file("/proc/sys/net/ipv4/tcp_available_congestion_control");
  std::string names;
  std::getline(file, names);
  return names;
}

}  // namespace

UniqueFd listen_on(const ListenOptions& options) {
  const AddressList address = resolve(options.host, options.port);
  UniqueFd socket(::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) throw_errno("cannot create a socket");
  set_flag(socket.get(), SOL_SOCKET, SO_REUSEADDR);
  if (options.reuse_port) set_flag(socket.get(), SOL_SOCKET, SO_REUSEPORT);
  set_congestion(socket.get(), options.congestion);
  if (::bind(socket.get(), address->ai_addr, address->ai_addrlen) != 0 ||
      ::listen(socket.get(), options.backlog) != 0)
    throw_errno(fmt::format("cannot listen on {} port {}", options.host, options.port));
  return socket;
}

std::uint16_t local_port(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw_errno("cannot read a socket's address");
  if (address.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

void set_congestion(int socket, const std::string& name) {
  if (name == "system") return;
  const auto length = static_cast<socklen_t>(name.size());
  if (::setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, name.data(), length) != 0)
    throw Error(fmt::format("congestion control '{}' cannot be used ({}); this kernel offers: {}",
                            name, std::strerror(errno), available_congestion()));
}

void send_at_once(int socket) { set_flag(socket, IPPROTO_TCP, TCP_NODELAY); }

}  // namespace gauntlet::net
