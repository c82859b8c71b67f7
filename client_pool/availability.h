// Which targets take no connections at the moment, as the clients of one worker have found out: a
// client whose own target refuses asks another one meanwhile. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/units.h"
#include "net/deadlines.h"

namespace gauntlet::client_pool {

class Availability {
 public:
  // After so long a target that has refused is tried again, by one client at a time.
  static constexpr Duration kPause = std::chrono::seconds(1);

  explicit Availability(std::size_t targets) : try_again_(targets) {}

  // Where a client is to connect: to its own target, home, or the next one in turn that does not
  // refuse. Nothing: all do, and none is to be tried again yet.
  std::optional<std::size_t> choose(std::size_t home, net::SteadyTime now);
  // Whether a client that asks another target meanwhile is to try its own one again.
  bool calls_back(std::size_t home, net::SteadyTime now) const {
    return !try_again_[home] || *try_again_[home] <= now;
  }

  void refuses(std::size_t target, net::SteadyTime now) { try_again_[target] = now + kPause; }
  void takes(std::size_t target) { try_again_[target].reset(); }

 private:
  std::vector<std::optional<net::SteadyTime>> try_again_;  // nothing: it takes connections
};

}  // namespace gauntlet::client_pool
