#include "net/packets.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>

namespace gauntlet::net {
namespace {

// Of a file at once.
constexpr std::size_t kReadBytes = 64 * 1024;

// No MSS is larger, so of larger packets nothing need be held: the kernel splits them anyway.
constexpr std::size_t kMostHeld = 64 * 1024;

// Some milliseconds, at a few microseconds each.
constexpr std::uint64_t kPacketsInATurn = 1024;

std::size_t total(const std::array<std::string_view, 3>& parts) {
  return parts[0].size() + parts[1].size() + parts[2].size();
}

// The first length bytes of the parts; returns them as sendmsg(2) takes them.
std::array<iovec, 3> first_of(const std::array<std::string_view, 3>& parts, std::size_t length) {
  std::array<iovec, 3> first{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t of_part = std::min(parts[i].size(), length);
    first[i] = {const_cast<char*>(parts[i].data()), of_part};
    length -= of_part;
  }
  return first;
}

std::size_t drop(std::string_view& part, std::size_t length) {
  const std::size_t of_part = std::min(part.size(), length);
  part.remove_prefix(of_part);
  return of_part;
}

}  // namespace

void Packets::set_size(std::size_t bytes) {
  if (bytes == size_) return;
  size_ = bytes;
  restart();
}

void Packets::restart() {
  left_ = size_;
  held_.clear();
}

std::uint64_t Packets::turn(std::uint64_t bytes) const {
  return std::min<std::uint64_t>(bytes, kPacketsInATurn * size_);
}

// The packet that has been begun, or what there is of it. What was held is gone as far as it was
// sent.
ssize_t Packets::send_one(int socket, const Parts& parts, bool more) {
  const std::size_t length = std::min(total(parts), left_);
  const bool is_last = !more && length == total(parts);
  const bool ends = is_last || length == left_;
  std::array<iovec, 3> first = first_of(parts, length);
  msghdr message{};
  message.msg_iov = first.data();
  message.msg_iovlen = first.size();
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (ends ? MSG_EOR : MSG_MORE);
  const ssize_t n = ::sendmsg(socket, &message, flags);
  if (n < 0) return n;
  const auto sent = static_cast<std::size_t>(n);
  left_ = ends && sent == length ? size_ : left_ - sent;
  held_.erase(0, sent);
  return n;
}

ssize_t Packets::send(int socket, std::string_view head, std::string_view body, bool more) {
  std::size_t taken = 0;
  for (;;) {
    const Parts parts{held_, head, body};
    const std::size_t there = total(parts);
    // Not sent with MSG_MORE: the next ACK that comes would make it leave as it is.
    if (more && there < left_ && there <= kMostHeld) {
      held_.append(head).append(body);
      return static_cast<ssize_t>(taken + head.size() + body.size());
    }
    if (there == 0) return static_cast<ssize_t>(taken);
    const std::size_t was_held = held_.size();
    const ssize_t n = send_one(socket, parts, more);
    if (n < 0) return taken > 0 ? static_cast<ssize_t>(taken) : n;
    const auto sent = static_cast<std::size_t>(n);
    const std::size_t of_new = sent - std::min(was_held, sent);
    taken += of_new;
    drop(body, of_new - drop(head, of_new));
  }
}

ssize_t Packets::send_file(int socket, int file, off_t& at, std::size_t length, bool more) {
  std::array<char, kReadBytes> buffer;
  ssize_t taken = 0;
  while (length > 0) {
    const ssize_t got = ::pread(file, buffer.data(), std::min(length, buffer.size()), at);
    if (got <= 0) return taken > 0 ? taken : got;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    const ssize_t n = send(socket, bytes, {}, more || bytes.size() < length);
    if (n < 0) return taken > 0 ? taken : n;
    at += n;
    taken += n;
    length -= static_cast<std::size_t>(n);
    if (n < got) break;
  }
  return taken;
}

}  // namespace gauntlet::net
