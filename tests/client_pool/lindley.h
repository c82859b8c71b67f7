// What a queue with one server must do with given arrivals.
#pragma once

#include <algorithm>

namespace gauntlet {

// Lindley's recursion: the wait of a request is what the wait and the service of the one before it
// leave over after the gap between them, or nothing. (D. V. Lindley, The theory of queues with a
// single server, 1952.) Times in seconds; every request takes service_s.
class Lindley {
 public:
  explicit Lindley(double service_s) : service_s_(service_s) {}

  // The response time, wait and service, of the next request, which arrives at at_s.
  double response_s(double at_s) {
    wait_s_ = any_ ? std::max(0.0, wait_s_ + service_s_ - (at_s - last_s_)) : 0;
    any_ = true;
    last_s_ = at_s;
    return wait_s_ + service_s_;
  }

 private:
  double service_s_;
  double wait_s_ = 0;
  double last_s_ = 0;
  bool any_ = false;
};

}  // namespace gauntlet
