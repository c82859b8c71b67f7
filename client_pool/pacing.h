// When a client's next request is due. Pure: the caller says what time it is.
#pragma once

#include <cstdint>

#include "base/units.h"

namespace gauntlet::client_pool {

// Closed loop: the next request is due as soon as the last one is answered, until so many have been
// made and so much time has passed since the start.
class Pacing {
 public:
  Pacing(std::uint64_t requests, Duration min_duration)
      : requests_(requests), min_duration_(min_duration) {}

  bool another(std::uint64_t made, Duration since_start) const {
    return made < requests_ || since_start < min_duration_;
  }

  // How long to wait after a failure. Only time ends the loop then, so a server that refuses at
  // once must not turn it into a storm.
  Duration pause_after_failure() const {
    constexpr Duration kPause = std::chrono::milliseconds(100);
    return min_duration_ > Duration::zero() ? kPause : Duration::zero();
  }

 private:
  std::uint64_t requests_;
  Duration min_duration_;
};

}  // namespace gauntlet::client_pool
