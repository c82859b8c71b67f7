// Many durations of which each is kept: one figure for each client.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/units.h"

namespace gauntlet::contract {

// Durations in rising order, whatever the order in which they came: merging is exact, and takes
// them in any order. Not for the path of requests: adding sorts.
class Durations {
 public:
  Durations() = default;
  explicit Durations(std::vector<Duration> values);

  void merge(const Durations& other);
  const std::vector<Duration>& sorted() const { return values_; }

  // [ns,ns,..]: the first, then how much more each is than the one before. Of a hundred thousand
  // clients that are done within a minute that is some 600 KB.
  nlohmann::json to_json() const;
  // Throws Error.
  static Durations from_json(const nlohmann::json& json);

  friend bool operator==(const Durations&, const Durations&) = default;

 private:
  std::vector<Duration> values_{};
};

}  // namespace gauntlet::contract
