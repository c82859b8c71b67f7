// How many files a run makes for itself before it measures an operation that uses up a file with
// each request (Files::kMade).
#pragma once

#include <cstdint>

namespace gauntlet::contract {

struct FileNeeds {
  std::uint64_t clients = 1;
  std::uint64_t requests = 1;  // that each client makes, at least
  double rate = 0;             // requests/s of all clients together; 0: a closed loop
  double timed_s = 0;          // for how long requests are made whatever their number: warm-up too
  double think_s = 0;          // of a closed loop
  std::uint64_t volume_bytes = 0;  // of each file
};

// Of all clients together. Enough for the requests that are counted; of those that time alone ends,
// as many as a fast server would answer, though no more than kMostTimedFiles or kMostTimedBytes.
std::uint64_t files_to_make(const FileNeeds& needs);

inline constexpr double kFastServerDeletes = 10'000;  // a second
inline constexpr double kMostTimedFiles = 50'000;
inline constexpr double kMostTimedBytes = 1024.0 * 1024 * 1024;

}  // namespace gauntlet::contract
