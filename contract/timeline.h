// What happened when: the requests, bytes and response times of a run over its time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/units.h"

namespace gauntlet::contract {

// An amount of what was done. Parts of requests count.
struct Amount {
  double requests = 0;
  double bytes = 0;
  double latency_s = 0;  // sum of the response times

  friend bool operator==(const Amount&, const Amount&) = default;
};

// Bins of equal width from 0 on. When the time outgrows them, neighbours join and the width
// doubles; widths are kFirstWidth times a power of two, so timelines of different widths merge.
// Bins hold whole numbers of millionths of requests, of bytes and of nanoseconds, and where an
// amount is cut depends on its own begin and end alone: so it does not matter how a run is shared
// out, nor in which order its parts merge. Times are since a common start; earlier ones count as
// the start. Not thread-safe: one a worker, merged at the end.
class Timeline {
 public:
  static constexpr Duration kFirstWidth = std::chrono::microseconds(100);
  static constexpr std::size_t kMostBins = 1024;

  // Adds the amount, spread evenly from begin to end.
  void add(Duration begin, Duration end, const Amount& amount);
  void merge(const Timeline& other);

  // What was done from begin to end. Of bins that reach beyond, the part within.
  Amount between(Duration begin, Duration end) const;
  Duration width() const { return width_; }

  // {"width_ns":..,"bins":[[millionths of requests,bytes,latency_ns],..]}
  nlohmann::json to_json() const;
  // Throws Error.
  static Timeline from_json(const nlohmann::json& json);

  friend bool operator==(const Timeline&, const Timeline&) = default;

 private:
  struct Bin {
    std::int64_t millionths = 0;  // of requests
    std::int64_t bytes = 0;
    std::int64_t latency_ns = 0;

    Bin& operator+=(const Bin& other);
    // What of this had happened when such a part of its time had passed.
    Bin until(double part) const;
    Bin operator-(const Bin& other) const;
    friend bool operator==(const Bin&, const Bin&) = default;
  };

  std::size_t bin_of(Duration time) const;
  std::size_t cover(Duration time);
  void widen();

  Duration width_ = kFirstWidth;
  std::vector<Bin> bins_;
};

}  // namespace gauntlet::contract
