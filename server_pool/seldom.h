// Keeps a message that may come thousands of times a second out of the log but once a second.
#pragma once

#include <atomic>
#include <chrono>

namespace gauntlet::server_pool {

class Seldom {
 public:
  // True at the first call, and then once a second at most, over all threads.
  bool now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
    auto next = next_ms_.load(std::memory_order_relaxed);
    return time >= next &&
           next_ms_.compare_exchange_strong(next, time + 1000, std::memory_order_relaxed);
  }

 private:
  std::atomic<std::chrono::milliseconds::rep> next_ms_{0};
};

}  // namespace gauntlet::server_pool
