#include "client_pool/pacing.h"

#include <algorithm>

namespace gauntlet::client_pool {

Extent::Extent(const ClientOptions& options, std::uint64_t clients)
    : requests_(options.requests * clients),
      warmup_(options.warmup),
      min_duration_(options.min_duration),
      duration_(options.duration) {}

bool Extent::another(std::uint64_t made, Duration at) const {
  if (warming(at)) return true;
  if (duration_ > Duration::zero()) return at < warmup_ + duration_;
  return made < requests_ || at < warmup_ + min_duration_;
}

bool Extent::ends_by_time(Duration at) const {
  return warming(at) || duration_ > Duration::zero() || min_duration_ > Duration::zero();
}

std::optional<Duration> Extent::end() const {
  if (duration_ == Duration::zero()) return std::nullopt;
  return warmup_ + duration_;
}

// A server that refuses at once must not turn a loop that only time ends into a storm.
Duration ClosedLoop::pause(Duration ended, bool failed) const {
  constexpr Duration kAfterFailure = std::chrono::milliseconds(100);
  if (!begun_) return Duration::zero();
  return failed && extent_.ends_by_time(ended) ? std::max(think_time_, kAfterFailure) : think_time_;
}

std::optional<Duration> ClosedLoop::next(Duration ended, bool failed) {
  const Duration due = ended + pause(ended, failed);
  if (!extent_.another(made_, due)) return std::nullopt;
  if (!extent_.warming(due)) ++made_;
  begun_ = true;
  return due;
}

OpenLoop::OpenLoop(const ClientOptions& options, Share share)
    : extent_(options, options.client_pool),
      schedule_(options),
      share_(share),
      clients_(options.client_pool) {}

bool OpenLoop::mine(std::uint64_t number) const {
  const std::uint64_t client = number % clients_;
  return client >= share_.first && client < share_.first + share_.count;
}

std::optional<Duration> OpenLoop::next() {
  while (!end_) {
    const Duration at = schedule_.next();
    if (!extent_.another(counted_, at)) {
      end_ = extent_.end().value_or(at);
      break;
    }
    const bool counts = !extent_.warming(at);
    const std::uint64_t number = given_++;
    counted_ += counts ? 1 : 0;
    if (!mine(number)) continue;
    planned_ += counts ? 1 : 0;
    return at;
  }
  return std::nullopt;
}

}  // namespace gauntlet::client_pool
