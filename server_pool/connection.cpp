#include "server_pool/connection.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "wire/http.h"

namespace gauntlet::server_pool {
namespace {

// Room for a whole head and for small requests that follow it, and the most that one connection
// ever keeps of its own between requests.
constexpr std::size_t kHeadReadBytes = 2 * wire::kMaxHeadBytes;

// Files up to this are read and sent with their head in one system call. Measured, CPU of a request
// against sendfile behind MSG_MORE: 1 KiB 0.8, 4 KiB 1.0, 8 KiB 1.1, 16 KiB 1.3, 64 KiB 2.3.
constexpr std::uint64_t kSmallFileBytes = 2 * kKiB;

// Of an IPv4 client at a socket that listens for IPv6 as well: that of IPv4.
asio::ip::address client_address(int socket) {
  const asio::ip::address address = net::remote_endpoint(socket).address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

// --- deadlines ---

void Connection::give(net::Deadlines& list) {
  list.arm(*this, steady_now());
  armed_in_ = &list;
}

void Connection::give_progress() {
  if (armed_in_ == &space_.progress && moved_ < kProgressBytes) return;
  moved_ = 0;
  give(space_.progress);
}

void Connection::settle() {
  disarm();
  armed_in_ = nullptr;
}

void Connection::expired(const net::Deadlines& list) {
  armed_in_ = nullptr;
  late_ = &list == &space_.head || (&list == &space_.progress && reading_body_);
  // At the end of the pool every idle connection expires; it is only woken, to look once more.
  const bool only_woken = space_.stopping && &list == &space_.idle;
  if (!late_ && !only_woken) alive_ = false;
  stream_.cancel();
}

// --- reading ---

Connection::Read Connection::receive(std::size_t at_most) {
  char* const buffer = space_.buffer.data();
  const std::size_t have = input_.size();
  if (have > 0 && input_.data() != buffer) std::memmove(buffer, input_.data(), have);
  input_ = {buffer, have};
  const std::size_t room = std::min(at_most, kBufferBytes - have);
  const ssize_t n = stream_.receive({buffer + have, room});
  if (n > 0) {
    input_ = {buffer, have + static_cast<std::size_t>(n)};
    moved_ += static_cast<std::size_t>(n);
    space_.mine.bytes_in.add(static_cast<std::size_t>(n));
    return Read::kSome;
  }
  return n < 0 && (would_block(errno) || errno == EINTR) ? Read::kNothing : Read::kEnd;
}

net::Awaitable<bool> Connection::read_head() {
  while (alive_ && !late_) {
    if (!fresh_) {
      if (input_.empty()) give(space_.idle);
      if (!input_.empty() && armed_in_ != &space_.head) give(space_.head);
      co_await wait(net::Socket::wait_read);
      if (!alive_ || late_) break;
    }
    fresh_ = false;
    const Read got = receive(kHeadReadBytes - input_.size());
    if (got == Read::kSome) co_return true;
    if (got == Read::kEnd || (space_.stopping && input_.empty())) break;
  }
  alive_ = alive_ && late_;
  co_return false;
}

net::Awaitable<bool> Connection::read_body(std::size_t at_most) {
  while (alive_ && !late_) {
    const Read got = receive(at_most);
    if (got == Read::kSome) co_return true;
    if (got == Read::kEnd) break;
    give_progress();
    reading_body_ = true;
    co_await wait(net::Socket::wait_read);
    reading_body_ = false;
  }
  alive_ = alive_ && late_;
  co_return false;
}

void Connection::keep_input() {
  if (input_.empty()) {
    std::string().swap(kept_);  // a quiet connection holds no memory
    input_ = {};
    return;
  }
  const char* const buffer = space_.buffer.data();
  if (input_.data() < buffer || input_.data() >= buffer + kBufferBytes) return;
  kept_.assign(input_);
  input_ = kept_;
}

// --- writing ---

std::size_t Connection::send_some(std::string_view head, std::string_view body, bool more) {
  const ssize_t n = stream_.send(head, body, more);
  if (n < 0) {
    if (!would_block(errno) && errno != EINTR) alive_ = false;
    return 0;
  }
  count_sent(static_cast<std::size_t>(n));
  return static_cast<std::size_t>(n);
}

void Connection::count_sent(std::size_t bytes) {
  moved_ += bytes;
  sent_ += bytes;
  space_.mine.bytes_out.add(bytes);
}

net::Awaitable<bool> Connection::send(std::string_view head, std::string_view body, bool more) {
  std::string rest;
  for (;;) {
    std::size_t sent = send_some(head, body, more);
    const std::size_t of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
    const bool all = head.empty() && body.empty() && (more || !stream_.holds());
    if (!alive_ || all) co_return alive_;
    rest = std::string(head);
    head = rest;
    co_await writable();
    if (!alive_) co_return false;
  }
}

// Head and file in one system call, as far as the socket takes them; returns what that was. 0 as
// well when the file is shorter than it was: then nothing is sent.
std::size_t Connection::send_small(std::string_view head, int file, std::uint64_t offset,
                                   std::size_t length) {
  keep_input();
  char* const buffer = space_.buffer.data();
  const ssize_t n = ::pread(file, buffer, length, static_cast<off_t>(offset));
  if (n < 0 || static_cast<std::size_t>(n) < length) return 0;
  return send_some(head, {buffer, length}, false);
}

net::Awaitable<bool> Connection::send_file(std::string_view head, int file, std::uint64_t offset,
                                           std::uint64_t length) {
  std::uint64_t of_file = 0;
  if (length <= kSmallFileBytes) {
    const std::size_t sent = send_small(head, file, offset, length);
    const std::size_t of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    of_file = sent - of_head;
  }
  const std::string_view nothing;
  const bool more = of_file < length;
  if (alive_ && !head.empty()) co_await send(head, nothing, more);
  if (!alive_ || !more) co_return alive_;
  const bool all = co_await send_rest(file, offset + of_file, length - of_file);
  co_return all;
}

net::Awaitable<bool> Connection::send_rest(int file, std::uint64_t offset, std::uint64_t length) {
  auto at = static_cast<off_t>(offset);
  const std::uint64_t turn_bytes = stream_.turn(kTurnBytes);
  std::uint64_t turn = 0;
  while (length > 0 && alive_) {
    const std::uint64_t at_once = std::min(length, turn_bytes);
    const ssize_t n = stream_.send_file(file, at, at_once, at_once < length);
    if (n < 0 && would_block(errno)) {
      co_await writable();
      turn = 0;
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;  // the client is gone, or the file has become shorter
    const auto sent = static_cast<std::uint64_t>(n);
    length -= sent;
    turn += sent;
    count_sent(static_cast<std::size_t>(sent));
    if (turn < turn_bytes || length == 0) continue;
    co_await yield();
    turn = 0;
  }
  if (length > 0) alive_ = false;
  co_return alive_;
}

net::Awaitable<bool> Connection::writable() {
  give_progress();
  co_await wait(net::Socket::wait_write);
  co_return alive_;
}

// --- neither ---

net::Awaitable<void> Connection::wait(net::Socket::wait_type what) {
  keep_input();
  asio::error_code error;  // only ever "cancelled", by expired(), which has left its mark
  auto token = asio::redirect_error(net::use_awaitable, error);
  co_await stream_.async_wait(what, token);
}

net::Awaitable<void> Connection::yield() {
  keep_input();
  const net::Executor executor = stream_.executor();
  co_await asio::post(executor, net::use_awaitable);
}

const std::string& Connection::client() {
  if (client_.empty()) client_ = client_address(stream_.socket()).to_string();
  return client_;
}

bool Connection::is_local() { return client_address(stream_.socket()).is_loopback(); }

bool Connection::is_closed_by_client() {
  pollfd look{.fd = stream_.socket(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&look, 1, 0) > 0;
}

net::Awaitable<void> Connection::linger() {
  alive_ = true;
  stream_.end_sending();
  give(space_.linger);
  for (std::uint64_t dropped = 0; alive_ && dropped < kLingerBytes; dropped += input_.size()) {
    input_ = {};
    const Read got = receive(kBufferBytes);
    if (got == Read::kEnd) break;
    if (got == Read::kNothing) co_await wait(net::Socket::wait_read);
  }
  alive_ = false;
}

}  // namespace gauntlet::server_pool
