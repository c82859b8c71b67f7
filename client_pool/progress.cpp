#include "client_pool/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/output.h"
#include "base/units.h"

namespace gauntlet::client_pool {
namespace {

constexpr const char* kWipe = "\r\x1b[K";

}  // namespace

std::string progress_text(std::span<const LiveCounters> workers, Duration elapsed) {
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  std::uint64_t bytes = 0;
  for (const LiveCounters& worker : workers) {
    requests += worker.requests.load(std::memory_order_relaxed);
    failed += worker.failed_requests.load(std::memory_order_relaxed);
    bytes += worker.bytes.load(std::memory_order_relaxed);
  }
  const double rate = static_cast<double>(bytes) / std::max(to_seconds(elapsed), 1e-9);
  return fmt::format("{}, {} failed, {}, {}, {}", counted(requests, "request"),
                     format_count(static_cast<double>(failed)),
                     format_bytes(static_cast<double>(bytes)), format_rate(rate),
                     format_duration(elapsed));
}

ProgressLine::ProgressLine(std::span<const LiveCounters> workers, net::SteadyTime start)
    : workers_(workers), start_(start), last_(start), redraws_(stderr_redraws()) {}

ProgressLine::~ProgressLine() {
  if (redraws_) write_stderr(kWipe);
}

void ProgressLine::show(net::SteadyTime now) {
  if (!redraws_ || now - last_ < kInterval) return;
  last_ = now;
  say("{}{}", kWipe, progress_text(workers_, now - start_));
}

}  // namespace gauntlet::client_pool
