// One connection's bytes, in and out: the only place where they meet the socket. Plain TCP; where a
// connection is to be encrypted, this is what changes, and nobody else.
#pragma once

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "net/asio.h"
#include "net/packets.h"

namespace gauntlet::net {

// Owns a socket that does not block. What moves bytes never waits, and returns what recv(2),
// send(2) and sendfile(2) return: -1 with errno for an error, of which EAGAIN asks for async_wait.
// Nothing here allocates, but for packets. Not thread-safe.
class Stream {
 public:
  explicit Stream(asio::io_context& io) : socket_(io) {}  // open() it
  explicit Stream(Socket socket) : socket_(std::move(socket)) {}

  void open(const asio::ip::tcp& protocol, std::error_code& error) {
    packets_.restart();
    socket_.open(protocol, error);
    if (!error) socket_.native_non_blocking(true, error);
  }
  bool is_open() const { return socket_.is_open(); }
  void close() {
    std::error_code ignored;
    socket_.close(ignored);
  }
  // Nothing more is sent; what still comes can be read.
  void end_sending() { ::shutdown(socket(), SHUT_WR); }

  // From now on what is sent leaves in packets of so many bytes, the last of a message excepted; 0:
  // as the kernel likes. What that means on the wire stands in net/packets.h.
  void set_packet_size(std::size_t bytes) { packets_.set_size(bytes); }
  // Whether something of a message that goes on waits for more of it, though it was taken.
  bool holds() const { return packets_.holds(); }
  // How much of that many bytes may be sent before other connections have a turn: fewer where they
  // are many packets.
  std::uint64_t turn(std::uint64_t bytes) const {
    return packets_.on() ? packets_.turn(bytes) : bytes;
  }

  // For the socket's options, for connecting, and for what the kernel knows of the connection. No
  // bytes go through it but by the calls below.
  int socket() { return socket_.native_handle(); }
  Executor executor() { return socket_.get_executor(); }

  ssize_t receive(std::span<char> buffer) {
    return ::recv(socket(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  }
  // more: something follows at once, so that less than a segment may wait for it.
  ssize_t send(std::string_view bytes, bool more) {
    if (packets_.on()) return packets_.send(socket(), bytes, {}, more);
    return ::send(socket(), bytes.data(), bytes.size(), flags(more));
  }
  // Both in one call. Either may be empty.
  ssize_t send(std::string_view head, std::string_view body, bool more) {
    if (packets_.on()) return packets_.send(socket(), head, body, more);
    std::array<iovec, 2> parts{{{const_cast<char*>(head.data()), head.size()},
                                {const_cast<char*>(body.data()), body.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(socket(), &message, flags(more));
  }
  // From the file's offset at on, which moves by what was sent. more: as above, in packets; else
  // what is sent never waits.
  ssize_t send_file(int file, off_t& at, std::size_t length, bool more) {
    if (packets_.on()) return packets_.send_file(socket(), file, at, length, more);
    return ::sendfile(socket(), file, &at, length);
  }

  // Until a call is worth trying again, or cancel().
  template <typename Token>
  auto async_wait(Socket::wait_type what, Token&& token) {
    return socket_.async_wait(what, std::forward<Token>(token));
  }
  void cancel() {
    std::error_code ignored;
    socket_.cancel(ignored);
  }

 private:
  static int flags(bool more) { return MSG_NOSIGNAL | MSG_DONTWAIT | (more ? MSG_MORE : 0); }

  Socket socket_;
  Packets packets_{};
};

}  // namespace gauntlet::net
