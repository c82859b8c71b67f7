// Sends a connection's bytes in packets of a size of one's choice, rather than as the kernel likes.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::net {

// A packet is one segment of TCP. Each is one write that ends with MSG_EOR, so that the kernel
// joins it with nothing that follows, neither while it waits for room in the window nor when it is
// sent again. So every segment has exactly as many bytes, but the last of a message, which has what
// is left. What is above the connection's MSS the kernel splits; smaller ones only to probe a
// window that is closed, where it has no memory for a whole one, or where one is larger than half
// of the largest window so far.
//
// The socket has TCP_NODELAY. Not thread-safe.
class Packets {
 public:
  // bytes of each packet; 0: as the kernel likes. From the next packet on.
  void set_size(std::size_t bytes);
  bool on() const { return size_ != 0; }
  // For a new connection.
  void restart();

  // Both return what send(2) and sendfile(2) return; -1 only where nothing was taken. more: the
  // message goes on, and its last packet waits here until it is full.

  // head and then body, as far as the socket takes them. Either may be empty.
  ssize_t send(int socket, std::string_view head, std::string_view body, bool more);
  // From the file's offset at on, which moves by what was taken. 0: the file ends there.
  ssize_t send_file(int socket, int file, off_t& at, std::size_t length, bool more);
  // Whether something waits here, though it was taken.
  bool holds() const { return !held_.empty(); }

  // So many bytes, or fewer where they are many packets: what one connection may send before others
  // have a turn.
  std::uint64_t turn(std::uint64_t bytes) const;

 private:
  using Parts = std::array<std::string_view, 3>;  // what is held, head and body

  ssize_t send_one(int socket, const Parts& parts, bool more);

  std::size_t size_ = 0;
  std::size_t left_ = 0;  // of the packet that has been begun
  std::string held_{};    // fewer bytes than left_
};

}  // namespace gauntlet::net
