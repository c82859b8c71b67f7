// The clock of durations and deadlines; tests hand in one of their own.
#pragma once

#include <chrono>
#include <cstdint>

namespace gauntlet::server_pool {

using SteadyTime = std::chrono::steady_clock::time_point;
using Clock = SteadyTime (*)();

inline SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

// Nanoseconds since 1970, as the times of files are.
using WallClock = std::int64_t (*)();
inline std::int64_t wall_now_ns() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

}  // namespace gauntlet::server_pool
