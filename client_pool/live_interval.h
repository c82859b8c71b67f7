// What a worker's clients did in the interval since somebody was told last, kept where a run is
// followed (--live).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/live_line.h"
#include "net/deadlines.h"

namespace gauntlet::client_pool {

class LiveInterval {
 public:
  struct Ended {
    std::uint64_t client = 0;
    std::string_view request{};  // "GET /files/x"
    Duration time{};             // response time
    bool ok = false;
    std::string_view status{};
  };

  // Allocates nothing but what a longer text than before needs.
  void note(const Ended& ended, Duration since_start);

  // All of it; what comes then belongs to the next interval. Counters are left at 0.
  contract::LiveLine take();

 private:
  metrics::Histogram latency_{};
  std::array<contract::RecentRequest, contract::LiveLine::kMostRecent> recent_{};
  std::size_t noted_ = 0;
};

}  // namespace gauntlet::client_pool
