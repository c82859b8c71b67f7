// Everything that is sampled of a machine and of the programs under test at one moment. Counters
// count up; two snapshots tell what happened between them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/proc_text.h"

namespace gauntlet::metrics {

// The names of the two programs that every scenario has, and of one that some have.
inline constexpr const char* kServer = "server";  // with its mirrors
inline constexpr const char* kClient = "client";
inline constexpr const char* kProxy = "proxy";

// One program, or all of one name: a process, the processes that its main thread started (or, where
// it is kept together, any thread: sampler.h), and so on down.
struct ProgramSample {
  std::map<int, ThreadTimes> threads{};         // by thread id; empty: it does not run
  std::uint64_t resident_bytes = 0;             // memory, of all its processes
  std::uint64_t written_bytes = 0;              // sent to disks, by processes that still live
  std::optional<std::uint64_t> throttled_ns{};  // by the limits of its control groups
  std::vector<unsigned> allowed_cpus{};         // on which any of its threads may run
  std::optional<std::uint64_t> cpu_ns{};        // CPU time with that of threads and processes that
                                                // have ended; of a program that is kept together
};

// What the kernel does not tell is nothing.
struct HostSample {
  HostCpus cpus{};
  std::optional<std::uint64_t> runnable{};         // threads
  std::optional<std::uint64_t> available_bytes{};  // of memory
  std::optional<std::uint64_t> cpu_pressure_us{};
  std::optional<std::uint64_t> memory_pressure_us{};
  std::optional<std::uint64_t> io_pressure_us{};
  // Taken only when asked for: the CPU time of the kernel's threads, and all processes but this one
  // and those threads, by pid.
  std::optional<std::uint64_t> kernel_threads_ns{};
  std::map<int, ProcessTimes> processes{};
};

struct Snapshot {
  std::int64_t time_ns = 0;                                      // of the steady clock
  std::map<std::string, ProgramSample, std::less<>> programs{};  // by name
  HostSample host{};
  std::uint64_t own_cpu_ns = 0;  // of the process that samples

  // Without threads when it does not run.
  const ProgramSample& program(std::string_view name) const {
    static const ProgramSample kNone;
    const auto found = programs.find(name);
    return found == programs.end() ? kNone : found->second;
  }
};

}  // namespace gauntlet::metrics
