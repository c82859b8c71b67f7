// The line that shows on a terminal how a run goes.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// "1,234 requests, 5 failed, 1.50 GiB, 410 MiB/s, 3.20 s"
std::string progress_text(std::span<const LiveCounters> workers, Duration elapsed);

// Writes to stderr, and only where that is a terminal that can draw it anew. Wiped when destroyed.
class ProgressLine {
 public:
  static constexpr std::chrono::milliseconds kInterval{200};

  ProgressLine(std::span<const LiveCounters> workers, net::SteadyTime start);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  // At most once an interval.
  void show(net::SteadyTime now);

 private:
  std::span<const LiveCounters> workers_;
  net::SteadyTime start_;
  net::SteadyTime last_;
  bool redraws_;
};

}  // namespace gauntlet::client_pool
