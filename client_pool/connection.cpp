#include "client_pool/connection.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "base/units.h"
#include "net/sockets.h"

namespace gauntlet::client_pool {
namespace {

// Starts two waits and completes with the first; the other is called off.
struct StartBothWaits {
  template <typename Handler>
  struct State {
    Handler handler;
    bool done = false;
  };

  template <typename Handler>
  void operator()(Handler handler) const {
    const auto state = std::make_shared<State<Handler>>(State<Handler>{std::move(handler)});
    const auto on_ready = [state, stream = stream](const std::error_code&) {
      if (std::exchange(state->done, true)) return;
      stream->cancel();
      std::move(state->handler)();
    };
    stream->async_wait(net::Socket::wait_read, on_ready);
    stream->async_wait(net::Socket::wait_write, on_ready);
  }

  net::Stream* stream;
};

}  // namespace

void Connection::close() {
  stream_.close();
  if (!late_) failure_.reset();
}

void Connection::limit(net::Deadlines& list, net::SteadyTime now) {
  late_ = false;
  failure_.reset();
  list.arm(*this, now);
}

void Connection::expired(const net::Deadlines& list) {
  late_ = true;
  failure_ = {ErrorKind::kTimeout,
              fmt::format("no whole answer within {}", format_duration(list.allowance()))};
  stream_.cancel();
}

net::Awaitable<void> Connection::wait(net::Socket::wait_type what) {
  return stream_.async_wait(what, asio::redirect_error(net::use_awaitable, wait_error_));
}

net::Awaitable<void> Connection::readable_or_writable() {
  return asio::async_initiate<decltype(net::use_awaitable), void()>(StartBothWaits{&stream_},
                                                                    net::use_awaitable);
}

bool Connection::open(const asio::ip::tcp::endpoint& endpoint, const std::string& congestion) {
  std::error_code error;
  stream_.open(endpoint.protocol(), error);
  if (error) {
    fail(error.value(), "opening a socket");
    return false;
  }
  net::set_congestion(stream_.socket(), congestion);
  net::send_at_once(stream_.socket());
  return true;
}

net::Awaitable<void> Connection::connect(const asio::ip::tcp::endpoint& endpoint,
                                         const std::string& congestion) {
  if (!open(endpoint, congestion)) co_return;
  const int socket = stream_.socket();
  if (::connect(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0) co_return;
  if (errno != EINPROGRESS) {
    fail(errno, "connecting");
    co_return;
  }
  co_await writable();
  int error = 0;
  socklen_t length = sizeof error;
  if (!late_) ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0) fail(error, "connecting");
}

Connection::Io Connection::receive(std::span<char> buffer, std::string_view& received) {
  if (late_) return Io::kFailed;
  const ssize_t n = stream_.receive(buffer);
  if (n == 0) return Io::kEnd;
  if (n > 0) received = {buffer.data(), static_cast<std::size_t>(n)};
  return outcome(n, "receiving");
}

Connection::Io Connection::send(std::string_view& bytes, bool more) {
  if (late_) return Io::kFailed;
  const ssize_t n = stream_.send(bytes, more);
  if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  return outcome(n, "sending");
}

Connection::Io Connection::send(UploadStream& body, std::span<char> scratch) {
  if (late_) return Io::kFailed;
  return outcome(body.send_some(stream_, scratch), "sending");
}

Connection::Io Connection::outcome(ssize_t result, std::string_view doing) {
  if (result > 0) return Io::kSome;
  if (result == 0) return fail(EIO, doing);  // sendfile ran out of file: it was cut short
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return Io::kWait;
  return fail(errno, doing);
}

Connection::Io Connection::fail(int error, std::string_view doing) {
  failure_ = failure_of(error, doing);
  return Io::kFailed;
}

}  // namespace gauntlet::client_pool
