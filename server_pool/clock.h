// The clock of durations and deadlines; tests hand in one of their own.
#pragma once

#include <chrono>

namespace gauntlet::server_pool {

using SteadyTime = std::chrono::steady_clock::time_point;
using Clock = SteadyTime (*)();

inline SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace gauntlet::server_pool
