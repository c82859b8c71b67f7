// Everything that is sampled of a machine and of the programs under test at one moment. Counters
// count up; two snapshots tell what happened between them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "metrics/proc_text.h"

namespace gauntlet::metrics {

// One program: a process, the processes that its main thread started, and so on down.
struct ProgramSample {
  std::map<int, ThreadTimes> threads{};         // by thread id; empty: it does not run
  std::uint64_t resident_bytes = 0;             // memory, of all its processes
  std::uint64_t written_bytes = 0;              // sent to disks, by processes that still live
  std::optional<std::uint64_t> throttled_ns{};  // by the limits of its control groups
  std::vector<unsigned> allowed_cpus{};         // on which any of its threads may run
};

// What the kernel does not tell is nothing.
struct HostSample {
  HostCpus cpus{};
  std::optional<std::uint64_t> runnable{};         // threads
  std::optional<std::uint64_t> available_bytes{};  // of memory
  std::optional<std::uint64_t> cpu_pressure_us{};
  std::optional<std::uint64_t> memory_pressure_us{};
  std::optional<std::uint64_t> io_pressure_us{};
  std::optional<std::uint64_t> kernel_threads_ns{};  // CPU time; taken only when asked for
};

struct Snapshot {
  std::int64_t time_ns = 0;  // of the steady clock
  ProgramSample server{};
  ProgramSample client{};
  HostSample host{};
  std::uint64_t own_cpu_ns = 0;  // of the process that samples
};

}  // namespace gauntlet::metrics
