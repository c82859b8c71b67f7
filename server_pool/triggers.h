// What ends a pool from outside: signals, a parent that dies, a stdin that closes.
#pragma once

#include <poll.h>

#include <array>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet::server_pool {

// Blocks SIGINT and SIGTERM for this thread and all that it starts, so that they are read here.
// SIGPIPE and SIGXFSZ become errors of the calls that cause them.
class StopTriggers {
 public:
  explicit StopTriggers(bool with_parent);  // also watch the parent and stdin

  // To poll; -1 where there is nothing to watch.
  std::array<pollfd, 3> waiting() const;
  // Which of these, once polled, says stop: "SIGTERM", "SIGINT", "parent ended"; else empty. Reads
  // what stdin has.
  std::string fired(const std::array<pollfd, 3>& polled) const;

 private:
  UniqueFd signals_;
  UniqueFd parent_;
  bool with_parent_;
};

}  // namespace gauntlet::server_pool
