// What happened when: the requests, bytes and response times of a run over its time.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/units.h"

namespace gauntlet::client_pool {

// An amount of what was done. Parts of requests count, so these are no integers.
struct Amount {
  double requests = 0;
  double bytes = 0;
  double latency_s = 0;  // sum of the response times

  Amount& operator+=(const Amount& other);
  Amount operator*(double factor) const;
  friend bool operator==(const Amount&, const Amount&) = default;
};

// Bins of equal width from 0 on. When the time outgrows them, neighbours join and the width
// doubles; widths are kFirstWidth times a power of two, so timelines of different widths merge and
// nothing is lost. Times are since a common start; earlier ones count as the start. Not
// thread-safe: one a worker, merged at the end.
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

  // {"width_ns":..,"bins":[[requests,bytes,latency_s],..]}
  nlohmann::json to_json() const;
  static Timeline from_json(const nlohmann::json& json);

  friend bool operator==(const Timeline&, const Timeline&) = default;

 private:
  std::size_t bin_of(Duration time) const;
  std::size_t cover(Duration time);
  void widen();

  Duration width_ = kFirstWidth;
  std::vector<Amount> bins_;
};

}  // namespace gauntlet::client_pool
