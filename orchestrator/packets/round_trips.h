// Round trips, from the capture to the end that acknowledges and back.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "orchestrator/packets/sequence_space.h"

namespace gauntlet::orchestrator::packets {

// Round trips of some time.
struct RoundTripSum {
  std::uint64_t count = 0;
  std::int64_t sum_ns = 0;
  std::int64_t min_ns = 0;
  std::int64_t max_ns = 0;

  void add(std::int64_t ns);
  void add(const RoundTripSum& other);
  std::optional<double> mean_us() const;
};

// Round trips over time, in intervals of one length that doubles when there would be too many.
class RoundTripCourse {
 public:
  void add(std::int64_t time_ns, std::int64_t round_trip_ns);

  std::int64_t start_ns() const { return start_ns_; }
  std::int64_t interval_ns() const { return interval_ns_; }
  const std::vector<RoundTripSum>& intervals() const { return intervals_; }

 private:
  void halve();

  std::int64_t start_ns_ = 0;
  std::int64_t interval_ns_ = 100'000'000;
  std::vector<RoundTripSum> intervals_{};
};

// Times what one direction sends. What was sent again has no round trip: nobody knows which of the
// two was acknowledged (Karn's rule); nor has what the receiver could only acknowledge once a gap
// before it was filled.
class RoundTripMeter {
 public:
  void sent(std::uint64_t end, std::int64_t time_ns);
  // Something below next was sent again, or came late.
  void repeated(std::uint64_t next);
  // All below the number has arrived. The round trip of the last that was waited for, if any.
  std::optional<std::int64_t> acknowledged(std::uint64_t up_to, std::int64_t time_ns);

 private:
  struct Waiting {
    std::uint64_t end = 0;
    std::int64_t time_ns = 0;
  };
  std::deque<Waiting> waiting_{};
  std::uint64_t untimed_below_ = 0;
};

}  // namespace gauntlet::orchestrator::packets
