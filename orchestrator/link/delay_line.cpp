#include "orchestrator/link/delay_line.h"

namespace gauntlet::orchestrator::link {

void DelayLine::put(std::span<const std::byte> packet, Time now) {
  if (packet.size() > most_ - under_way_) return;
  under_way_ += packet.size();
  packets_.push_back({.due = now + delay_, .bytes = {packet.begin(), packet.end()}});
}

std::optional<DelayLine::Time> DelayLine::next() const {
  return packets_.empty() ? std::nullopt : std::optional(packets_.front().due);
}

void DelayLine::pop() {
  under_way_ -= packets_.front().bytes.size();
  packets_.pop_front();
}

}  // namespace gauntlet::orchestrator::link
