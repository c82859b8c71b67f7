#include "client_pool/schedule.h"

#include <cmath>

namespace gauntlet::client_pool {
namespace {

// 53 bits, as many as a double holds. The standard leaves the sequences of its own distributions
// open.
double uniform(std::mt19937_64& random) {
  return std::ldexp(static_cast<double>(random() >> 11), -53);
}

}  // namespace

Schedule::Schedule(const ClientOptions& options)
    : arrivals_(options.arrivals), rate_(options.rate), random_(options.seed) {}

Duration Schedule::next() {
  // From the count, not from the last time: rounding must not add up.
  if (arrivals_ == Arrivals::kConstant) return from_seconds(static_cast<double>(given_++) / rate_);
  at_s_ -= std::log1p(-uniform(random_)) / rate_;
  return from_seconds(at_s_);
}

}  // namespace gauntlet::client_pool
