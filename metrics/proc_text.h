// What the kernel's files under /proc and /sys/fs/cgroup say: pure functions from their text.
// Formats: proc(5), "Block and pressure accounting" (psi) and "Control Group v2" in the kernel's
// documentation. Each gives nothing for a text that is empty or not of its kind, as that of a file
// that is not there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::metrics {

// CPU time since the machine started.
struct CpuTimes {
  double work_s = 0;        // user, nice and system
  double interrupts_s = 0;  // irq and softirq
  double idle_s = 0;
  double iowait_s = 0;
  double steal_s = 0;

  double busy_s() const { return work_s + interrupts_s; }
  double total_s() const { return busy_s() + idle_s + iowait_s + steal_s; }
};

struct HostCpus {
  CpuTimes all{};
  std::map<unsigned, CpuTimes> each{};  // by the CPU's number
};

// /proc/stat. ticks: of its clock, a second.
std::optional<HostCpus> parse_host_cpus(std::string_view text, double ticks);

// Nanoseconds since a thread started.
struct ThreadTimes {
  std::uint64_t cpu_ns = 0;
  std::uint64_t delay_ns = 0;  // ready to run, but without a CPU
};

// /proc/PID/task/TID/schedstat.
std::optional<ThreadTimes> parse_schedstat(std::string_view text);
// /proc/PID/task/TID/stat, for kernels without schedstat: the CPU time only, in whole ticks.
std::optional<ThreadTimes> parse_thread_stat(std::string_view text, double ticks);

// /proc/PID/stat: nanoseconds of CPU time of the children that have ended and been waited for, and
// of theirs, in whole ticks.
std::optional<std::uint64_t> parse_ended_children(std::string_view text, double ticks);

struct ProcessTimes {
  std::string name{};  // at most 15 bytes, any of them
  int parent = 0;
  std::uint64_t cpu_ns = 0;  // user and system, of its threads that have ended too
};

// /proc/PID/stat, in whole ticks.
std::optional<ProcessTimes> parse_process_times(std::string_view text, double ticks);

// A process, and what it used of the CPUs, of its threads that have ended too.
struct ProcessUse {
  int pid = 0;
  std::string name{};  // at most 15 bytes, of kernel threads 63; any of them
  int parent = 0;
  std::uint64_t user_ticks = 0;
  std::uint64_t kernel_ticks = 0;
  std::uint64_t started_ticks = 0;  // since the machine's start; tells processes of one pid apart

  std::uint64_t total_ticks() const { return user_ticks + kernel_ticks; }
  friend bool operator==(const ProcessUse&, const ProcessUse&) = default;
};

// /proc/PID/stat, whatever bytes the name holds: it ends with the last ')'.
std::optional<ProcessUse> parse_process_use(std::string_view text);

// /proc/PID/task/TID/children.
std::vector<int> parse_children(std::string_view text);

// Bytes that a process had sent to disks: write_bytes of /proc/PID/io.
std::optional<std::uint64_t> parse_written(std::string_view text);

// Pages in memory, the second number of /proc/PID/statm.
std::optional<std::uint64_t> parse_resident_pages(std::string_view text);

// Bytes: MemAvailable of /proc/meminfo.
std::optional<std::uint64_t> parse_available(std::string_view text);

// Microseconds in which some thread stood still: the total of "some" in /proc/pressure/*.
std::optional<std::uint64_t> parse_pressure(std::string_view text);

// Threads that run or are ready to: the fourth field of /proc/loadavg.
std::optional<std::uint64_t> parse_runnable(std::string_view text);

// Nanoseconds in which a control group's limit kept it from its CPUs: throttled_usec of cpu.stat
// (v2), or throttled_time (v1).
std::optional<std::uint64_t> parse_throttled(std::string_view text);

// Folders below /sys/fs/cgroup that hold the cpu.stat of a process, its group's first, then those
// above: from /proc/PID/cgroup. Both versions are named; what is not there has no cpu.stat.
std::vector<std::string> parse_cgroup_folders(std::string_view text);

}  // namespace gauntlet::metrics
