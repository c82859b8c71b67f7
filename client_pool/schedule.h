// When the requests of an open loop are due. Pure: no clock.
#pragma once

#include <cstdint>
#include <random>

#include "base/units.h"
#include "client_pool/options.h"

namespace gauntlet::client_pool {

// The planned send times of all clients together, one after the other and without end. The options
// (rate, arrivals, seed) decide them alone: every worker computes the same ones and takes its part,
// so that the rate is exact without any talk between workers, and a test can compute what a queue
// must do with them.
//
// constant: request n is due at n / rate. poisson: gaps are -ln(1 - u) / rate, u uniform in [0, 1).
class Schedule {
 public:
  explicit Schedule(const ClientOptions& options);  // rate > 0

  // The next planned time since the start of the run.
  Duration next();

 private:
  Arrivals arrivals_;
  double rate_;
  std::uint64_t given_ = 0;
  double at_s_ = 0;
  std::mt19937_64 random_;  // of a sequence that the standard fixes
};

}  // namespace gauntlet::client_pool
