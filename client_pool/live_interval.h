// What a worker's clients did in the interval since somebody was told last, kept where a run is
// followed (--live).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/live_line.h"
#include "metrics/tcp_info.h"
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

  // A sample of a connection, which has sent so many segments again since its last one.
  void note(const metrics::TcpInfo& info, std::uint64_t new_retransmits);
  // The same at its end.
  void note_end_of_connection(std::uint64_t new_retransmits) {
    tcp_.retransmits += new_retransmits;
  }

  // All of it; what comes then belongs to the next interval. Counters are left at 0.
  contract::LiveLine take();

 private:
  metrics::Histogram latency_{};
  std::array<contract::RecentRequest, contract::LiveLine::kMostRecent> recent_{};
  std::size_t noted_ = 0;
  contract::LiveTcp tcp_{};
};

}  // namespace gauntlet::client_pool
