// One client's connection: non-blocking calls on a socket, and waits that a deadline ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "client_pool/failure.h"
#include "client_pool/targets.h"
#include "client_pool/upload_body.h"
#include "metrics/tcp_info.h"
#include "net/deadlines.h"
#include "net/sockets.h"
#include "net/stream.h"

namespace gauntlet::client_pool {

// Not thread-safe. Errors are kept: after kFailed, failure() says why and the connection is to be
// closed.
class Connection final : private net::Deadline {
 public:
  explicit Connection(asio::io_context& io) : stream_(io) {}

  // Of this connection and all later ones: what is sent leaves in packets of so many bytes
  // (net/packets.h); 0: as the kernel likes.
  void set_packet_size(std::size_t bytes) { stream_.set_packet_size(bytes); }
  // How much of that many bytes may be sent before other clients have their turn.
  std::uint64_t turn(std::uint64_t bytes) const { return stream_.turn(bytes); }

  bool is_open() const { return stream_.is_open(); }
  // What the kernel knows of it. When it is open.
  std::optional<metrics::TcpInfo> tcp_info() { return metrics::read_tcp_info(stream_.socket()); }
  std::uint16_t local_port() { return net::local_port(stream_.socket()); }
  void close();

  // From now on until disarm(), list decides how long everything may take together.
  void limit(net::Deadlines& list, net::SteadyTime now);
  using net::Deadline::disarm;
  // Whether that time has passed.
  bool late() const { return late_; }

  // Connects a new socket; then ask failure().
  net::Awaitable<void> connect(const asio::ip::tcp::endpoint& endpoint,
                               const std::string& congestion);

  // Return when a call is worth trying again, or the deadline has passed.
  net::Awaitable<void> readable() { return wait(net::Socket::wait_read); }
  net::Awaitable<void> writable() { return wait(net::Socket::wait_write); }
  net::Awaitable<void> readable_or_writable();

  enum class Io { kSome, kWait, kEnd, kFailed };
  // What has arrived, in buffer; kEnd: the server closed its side.
  Io receive(std::span<char> buffer, std::string_view& received);
  // Sends what the socket takes, off the front of bytes. more: a body follows at once.
  Io send(std::string_view& bytes, bool more);
  Io send(UploadStream& body, std::span<char> scratch);

  const std::optional<Failure>& failure() const { return failure_; }

 private:
  void expired(const net::Deadlines& list) override;
  net::Awaitable<void> wait(net::Socket::wait_type what);
  bool open(const asio::ip::tcp::endpoint& endpoint, const std::string& congestion);
  Io fail(int error, std::string_view doing);
  Io outcome(ssize_t result, std::string_view doing);

  net::Stream stream_;
  std::error_code wait_error_;  // of no interest: the call after the wait finds out
  bool late_ = false;
  std::optional<Failure> failure_;
};

}  // namespace gauntlet::client_pool
