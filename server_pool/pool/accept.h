// Takes connections from a listening socket, also when the process is out of file descriptors.
#pragma once

#include <asio/ip/tcp.hpp>

#include "base/unique_fd.h"

namespace gauntlet::server_pool::pool {

// Holds one descriptor in reserve. When none is left for a connection, the reserve makes room to
// take it, to answer 503 and to close it: clients are told, instead of waiting in the queue.
class AcceptQueue {
 public:
  enum Kind { kSocket, kEmpty, kExhausted };
  struct Result {
    Kind kind = kEmpty;
    UniqueFd socket{};  // non-blocking, close-on-exec
  };

  // Does not own the listener.
  explicit AcceptQueue(int listener);

  // The next connection; kEmpty when none waits; kExhausted when it cannot be taken now, and
  // trying again at once would not help.
  Result take();

  asio::ip::tcp protocol() const { return protocol_; }

 private:
  bool turn_away();

  int listener_;
  asio::ip::tcp protocol_;
  UniqueFd reserve_;
};

}  // namespace gauntlet::server_pool::pool
