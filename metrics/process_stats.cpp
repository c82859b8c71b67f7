#include "metrics/process_stats.h"

namespace gauntlet::metrics {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

Usage to_usage(const rusage& usage) {
  return {.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
}

Usage process_usage() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return to_usage(usage);
}

Usage thread_usage() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return to_usage(usage);
}

}  // namespace gauntlet::metrics
