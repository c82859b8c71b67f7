// What to do about workers that die. Pure decisions: the clock is the caller's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server_pool/clock.h"

namespace gauntlet::server_pool::pool {

struct SupervisionRules {
  std::chrono::nanoseconds early = std::chrono::seconds(10);  // a death so soon after the start
  std::uint32_t early_deaths = 5;  // in a row, of one worker: the pool gives up
  // Before the second restart in a row; doubles with every further one. The first is at once.
  std::chrono::nanoseconds pause = std::chrono::milliseconds(100);
};

struct Verdict {
  bool give_up = false;
  SteadyTime restart_at{};
};

class Supervision {
 public:
  explicit Supervision(std::size_t workers, SupervisionRules rules = {})
      : rules_(rules), early_deaths_(workers) {}

  // A worker that was started at one time died at another.
  Verdict died(std::size_t worker, SteadyTime started, SteadyTime now);

  const SupervisionRules& rules() const { return rules_; }

 private:
  SupervisionRules rules_;
  std::vector<std::uint32_t> early_deaths_;  // in a row
};

}  // namespace gauntlet::server_pool::pool
