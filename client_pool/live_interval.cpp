#include "client_pool/live_interval.h"

#include <algorithm>
#include <utility>

namespace gauntlet::client_pool {

void LiveInterval::note(const Ended& ended, Duration since_start) {
  if (ended.ok) latency_.record(ended.time);
  contract::RecentRequest& place = recent_[noted_++ % recent_.size()];
  place.ended_s = to_seconds(since_start);
  place.client = ended.client;
  place.request.assign(ended.request);
  place.time_s = to_seconds(ended.time);
  place.ok = ended.ok;
  place.status.assign(ended.status);
}

void LiveInterval::note(const metrics::TcpInfo& info, std::uint64_t new_retransmits) {
  ++tcp_.samples;
  tcp_.cwnd_sum_bytes += info.cwnd_bytes;
  tcp_.rtt_sum_us += info.rtt_us;
  tcp_.retransmits += new_retransmits;
}

contract::LiveLine LiveInterval::take() {
  contract::LiveLine line{.latency = std::exchange(latency_, {}), .tcp = std::exchange(tcp_, {})};
  const std::size_t noted = std::exchange(noted_, 0);
  for (std::size_t i = noted - std::min(noted, recent_.size()); i < noted; ++i)
    line.recent.push_back(recent_[i % recent_.size()]);
  return line;
}

}  // namespace gauntlet::client_pool
