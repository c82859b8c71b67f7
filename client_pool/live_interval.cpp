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

contract::LiveLine LiveInterval::take() {
  contract::LiveLine line{.latency = std::exchange(latency_, {})};
  const std::size_t noted = std::exchange(noted_, 0);
  for (std::size_t i = noted - std::min(noted, recent_.size()); i < noted; ++i)
    line.recent.push_back(recent_[i % recent_.size()]);
  return line;
}

}  // namespace gauntlet::client_pool
