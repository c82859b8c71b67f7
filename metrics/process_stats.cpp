#include "metrics/process_stats.h"

#include <fstream>
#include <string>

namespace gauntlet::metrics {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Of this program. Not ru_maxrss: an exec hands that on, so it would be that of whoever started the
// program, where that is larger.
std::uint64_t own_peak_rss_bytes() {
  constexpr const char* kField = "VmHWM:";
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::uint64_t kib = 0;
    if (word == kField && status >> kib) return kib * 1024;
  }
  return 0;
}

}  // namespace

Usage to_usage(const rusage& usage) {
  return {.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
}

Usage process_usage() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  Usage result = to_usage(usage);
  result.peak_rss_bytes = own_peak_rss_bytes();
  return result;
}

double thread_cpu_s() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return to_usage(usage).cpu_s;
}

}  // namespace gauntlet::metrics
