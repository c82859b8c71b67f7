// What the kernel says a process or thread has used.
#pragma once

#include <sys/resource.h>

#include <cstdint>

namespace gauntlet::metrics {

struct Usage {
  double cpu_s = 0;  // user and system
  std::uint64_t peak_rss_bytes = 0;
};

Usage to_usage(const rusage& usage);
Usage process_usage();  // all threads of this process
double thread_cpu_s();  // the calling thread, user and system

}  // namespace gauntlet::metrics
