#include "orchestrator/packets/round_trips.h"

#include <algorithm>

namespace gauntlet::orchestrator::packets {
namespace {

constexpr std::size_t kMostIntervals = 64;
constexpr std::size_t kMostWaiting = 4096;  // segments under way; of more, the first are timed

}  // namespace

void RoundTripSum::add(std::int64_t ns) { add({1, ns, ns, ns}); }

void RoundTripSum::add(const RoundTripSum& other) {
  if (other.count == 0) return;
  min_ns = count == 0 ? other.min_ns : std::min(min_ns, other.min_ns);
  max_ns = std::max(max_ns, other.max_ns);
  count += other.count;
  sum_ns += other.sum_ns;
}

std::optional<double> RoundTripSum::mean_us() const {
  if (count == 0) return std::nullopt;
  return static_cast<double>(sum_ns) / static_cast<double>(count) / 1000.0;
}

void RoundTripCourse::halve() {
  const std::size_t half = (intervals_.size() + 1) / 2;
  for (std::size_t i = 0; i < half; ++i) {
    RoundTripSum pair = intervals_[2 * i];
    if (2 * i + 1 < intervals_.size()) pair.add(intervals_[2 * i + 1]);
    intervals_[i] = pair;
  }
  intervals_.resize(half);
  interval_ns_ *= 2;
}

void RoundTripCourse::add(std::int64_t time_ns, std::int64_t round_trip_ns) {
  if (intervals_.empty()) start_ns_ = time_ns;
  const std::int64_t since = std::max<std::int64_t>(time_ns - start_ns_, 0);
  while (since / interval_ns_ >= static_cast<std::int64_t>(kMostIntervals)) halve();
  const auto place = static_cast<std::size_t>(since / interval_ns_);
  if (place >= intervals_.size()) intervals_.resize(place + 1);
  intervals_[place].add(round_trip_ns);
}

void RoundTripMeter::sent(std::uint64_t end, std::int64_t time_ns) {
  if (waiting_.size() < kMostWaiting) waiting_.push_back({end, time_ns});
}

void RoundTripMeter::repeated(std::uint64_t next) { untimed_below_ = next; }

std::optional<std::int64_t> RoundTripMeter::acknowledged(std::uint64_t up_to,
                                                         std::int64_t time_ns) {
  std::optional<Waiting> last;
  while (!waiting_.empty() && waiting_.front().end <= up_to) {
    last = waiting_.front();
    waiting_.pop_front();
  }
  if (!last || last->end <= untimed_below_ || time_ns < last->time_ns) return std::nullopt;
  return time_ns - last->time_ns;
}

}  // namespace gauntlet::orchestrator::packets
