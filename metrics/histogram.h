// A histogram of durations with a bounded relative error, mergeable without loss.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "metrics/int128.h"

namespace gauntlet::metrics {

// A quantile in parts per 100,000, so that ranks are computed in integers.
enum class Quantile : std::uint32_t {
  kP50 = 50'000,
  kP90 = 90'000,
  kP95 = 95'000,
  kP99 = 99'000,
  kP999 = 99'900,
};

// How many values it takes to tell which of them a share of all does not exceed: so many that a
// two-sided 95% interval of that quantile has an upper end, ln 0.025 / ln share (p50: 6, p90: 36,
// p99: 368, p99.9: 3688). The share is above 0 and below 1.
std::uint64_t values_needed(double share);

// Every power of two of nanoseconds is cut into 512 equal buckets, so that a bucket's midpoint is
// within 0.098% of whatever fell into it. Nominal range 1 us to 1 h; longer durations count as 1 h
// in the buckets, while minimum, maximum, sum and sum of squares stay exact. Sums are 128-bit
// integers: the order of merging cannot matter. Only the powers of two between the shortest and the
// longest duration take memory, 4 KiB each. Not thread-safe: one a thread, merged at the end.
class Histogram {
 public:
  void record(std::chrono::nanoseconds duration);  // negative counts as 0
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  // Seconds; nothing when nothing was recorded.
  std::optional<double> min_s() const;
  std::optional<double> max_s() const;
  std::optional<double> mean_s() const;
  // Sample standard deviation (n - 1); nothing below two values.
  std::optional<double> stddev_s() const;

  // The value at rank ceil(q n): its bucket's midpoint, clamped to the recorded minimum and
  // maximum. Nothing when there are fewer values than values_needed.
  std::optional<double> quantile_s(Quantile quantile) const;

  // The whole distribution: for each bucket that holds something, in ascending order, its midpoint,
  // clamped as above, and how many durations are in it or below it.
  struct Step {
    double value_s = 0;
    std::uint64_t up_to = 0;
  };
  std::vector<Step> steps() const;

  // {"version":1,"unit":"ns","count":..,"min":..,"max":..,"sum":"..","sum_squares":"..",
  //  "buckets":[[index,count],..]}: only buckets that hold something; sums as decimal text, since
  // they exceed what JSON readers keep. from_json throws Error for anything else.
  nlohmann::json to_json() const;
  static Histogram from_json(const nlohmann::json& json);

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  std::uint64_t& count_of(std::size_t bucket);
  void cover(std::size_t bucket);
  double value_s(std::size_t place) const;  // of a place in counts_

  std::vector<std::uint64_t> counts_{};  // of whole rows of buckets, those for one power of two
  std::size_t first_ = 0;                // the bucket that counts_ begins with
  std::uint64_t count_ = 0;
  std::uint64_t min_ = 0;  // ns
  std::uint64_t max_ = 0;
  Int128 sum_ = 0;
  Int128 sum_squares_ = 0;
};

}  // namespace gauntlet::metrics
