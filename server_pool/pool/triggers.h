// What comes to a pool from outside: signals, a parent that dies, a stdin that closes.
#pragma once

#include <poll.h>

#include <array>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet::server_pool::pool {

// What has come.
struct Fired {
  std::string
      stop{};  // why the pool is to stop: "SIGTERM", "SIGHUP", "parent ended"; empty: it is not
  bool reopen = false;  // SIGUSR1: the access log is to be opened anew
};

// Blocks SIGUSR1 and the signals that ask for a stop (base/process.h) for this thread and all that
// it starts, so that they are read here.
class Triggers {
 public:
  explicit Triggers(bool with_parent);  // also watch the parent and stdin

  // To poll; -1 where there is nothing to watch.
  std::array<pollfd, 3> waiting() const;
  // Whether fired() must be asked once a second as well: the end of the parent wakes nobody up.
  bool must_be_asked() const { return with_parent_ && !parent_; }
  // What these say, once polled. Reads one signal, and what stdin has.
  Fired fired(const std::array<pollfd, 3>& polled) const;

 private:
  UniqueFd signals_;
  UniqueFd parent_;
  bool with_parent_;
  pid_t parent_pid_;
};

}  // namespace gauntlet::server_pool::pool
