// What stands between two TUN devices where the kernel cannot delay packets itself: a thread that
// hands on each packet when its delay is over.
#pragma once

#include <thread>

#include "base/unique_fd.h"
#include "base/units.h"
#include "base/wake.h"

namespace gauntlet::orchestrator::link {

class Relay {
 public:
  // Of devices that do not block. It begins at once, and ends with this object.
  Relay(UniqueFd one, UniqueFd other, Duration delay);
  Relay(Relay&&) = delete;
  ~Relay();

 private:
  void run(Duration delay) const;

  UniqueFd one_;
  UniqueFd other_;
  Wake end_{};  // of the thread
  std::thread thread_{};
};

}  // namespace gauntlet::orchestrator::link
