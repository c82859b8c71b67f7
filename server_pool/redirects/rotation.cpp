#include "server_pool/redirects/rotation.h"

namespace gauntlet::server_pool::redirects {

Rotation::Rotation(const std::vector<std::uint64_t>& weights) {
  for (const std::uint64_t weight : weights)
    members_.push_back({.weight = static_cast<std::int64_t>(weight)});
}

void Rotation::set(std::size_t member, bool in) {
  if (members_[member].in == in) return;
  members_[member].in = in;
  for (Member& each : members_) each.credit = 0;
}

std::size_t Rotation::next() {
  Member* richest = nullptr;
  std::int64_t total = 0;
  for (Member& each : members_) {
    if (!each.in) continue;
    each.credit += each.weight;
    total += each.weight;
    if (richest == nullptr || each.credit > richest->credit) richest = &each;
  }
  richest->credit -= total;
  return static_cast<std::size_t>(richest - members_.data());
}

}  // namespace gauntlet::server_pool::redirects
