#include "contract/files_to_make.h"

#include <algorithm>
#include <cmath>

namespace gauntlet::contract {
namespace {

// What an open loop may ask for beyond the requests that are counted: in that time random gaps make
// it more or less than the mean, and each client holds a file while it waits for its next request.
double of_open_loop(const FileNeeds& needs) {
  constexpr double kDeviations = 6;
  const double mean = needs.rate * needs.timed_s;
  return static_cast<double>(needs.clients) + std::ceil(mean + kDeviations * std::sqrt(mean));
}

double of_closed_loop(const FileNeeds& needs) {
  double files = std::min(kFastServerDeletes * needs.timed_s, kMostTimedFiles);
  if (needs.think_s > 0)
    files = std::min(files, static_cast<double>(needs.clients) * needs.timed_s / needs.think_s);
  const double fit =
      kMostTimedBytes / static_cast<double>(std::max<std::uint64_t>(needs.volume_bytes, 1));
  return std::ceil(std::min(files, fit));
}

}  // namespace

std::uint64_t files_to_make(const FileNeeds& needs) {
  const std::uint64_t counted = needs.clients * needs.requests;
  const double timed = needs.rate > 0 ? of_open_loop(needs) : of_closed_loop(needs);
  return counted + static_cast<std::uint64_t>(timed);
}

}  // namespace gauntlet::contract
