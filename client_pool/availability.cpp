#include "client_pool/availability.h"

namespace gauntlet::client_pool {

std::optional<std::size_t> Availability::choose(std::size_t home, net::SteadyTime now) {
  if (!try_again_[home]) return home;
  if (*try_again_[home] <= now) {
    refuses(home, now);  // for all others, until this client knows better
    return home;
  }
  const std::size_t count = try_again_.size();
  for (std::size_t other = home + 1; other < home + count; ++other)
    if (!try_again_[other % count]) return other % count;
  for (std::size_t other = home + 1; other < home + count; ++other)
    if (calls_back(other % count, now)) return choose(other % count, now);
  return std::nullopt;
}

}  // namespace gauntlet::client_pool
