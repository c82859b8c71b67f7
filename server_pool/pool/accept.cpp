#include "server_pool/pool/accept.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "server_pool/seldom.h"

namespace gauntlet::server_pool::pool {
namespace {

constexpr std::string_view kUnavailable =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n"
    "Connection: close\r\n\r\n";

asio::ip::tcp protocol_of(int listener) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  return address.ss_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
}

UniqueFd open_reserve() { return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

UniqueFd accept_from(int listener) {
  return UniqueFd(::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

void log_shortage(int error) {
  static Seldom seldom;
  if (seldom.now())
    spdlog::error("cannot accept connections: {}; answering 503", std::strerror(error));
}

void refuse(int socket) {
  ::send(socket, kUnavailable.data(), kUnavailable.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_WR);
  std::array<char, 4096> request;  // read, so that closing sends no reset before the answer
  while (::recv(socket, request.data(), request.size(), MSG_DONTWAIT) > 0) {
  }
}

}  // namespace

AcceptQueue::AcceptQueue(int listener)
    : listener_(listener), protocol_(protocol_of(listener)), reserve_(open_reserve()) {}

AcceptQueue::Result AcceptQueue::take() {
  for (;;) {
    UniqueFd socket = accept_from(listener_);
    if (socket) return {kSocket, std::move(socket)};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {kEmpty, {}};
    // Whatever else is the trouble of that one connection (accept(2), "Error handling").
    if (!is_shortage(errno)) continue;
    log_shortage(errno);
    if (!turn_away()) return {kExhausted, {}};
  }
}

bool AcceptQueue::turn_away() {
  reserve_.reset();
  bool told = false;
  if (const UniqueFd socket = accept_from(listener_)) {
    refuse(socket.get());
    told = true;
  }
  reserve_ = open_reserve();
  return told;
}

}  // namespace gauntlet::server_pool::pool
