#include "metrics/sampler.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace gauntlet::metrics {
namespace {

double ticks() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

std::string read_all(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 16384> chunk;
  for (ssize_t n = 1; file && n > 0;) {
    n = ::read(file.get(), chunk.data(), chunk.size());
    if (n > 0) text.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return text;
}

std::string folder_of(int pid) { return "/proc/" + std::to_string(pid); }

std::vector<int> children_of(int pid, int tid) {
  return parse_children(read_all(folder_of(pid) + "/task/" + std::to_string(tid) + "/children"));
}

std::uint64_t to_ns(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

// The names in a folder that are numbers.
std::vector<int> numbers_in(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  std::vector<int> numbers;
  if (!folder) return numbers;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    int number = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), number).ec == std::errc{})
      numbers.push_back(number);
  }
  return numbers;
}

std::vector<int> threads_of(int pid) { return numbers_in(folder_of(pid) + "/task"); }

std::optional<ThreadTimes> times_of(int pid, int tid) {
  const std::string folder = folder_of(pid) + "/task/" + std::to_string(tid);
  if (const auto times = parse_schedstat(read_all(folder + "/schedstat"))) return times;
  return parse_thread_stat(read_all(folder + "/stat"), ticks());
}

void add_allowed_cpus(std::set<unsigned>& cpus, int tid) {
  cpu_set_t allowed;
  if (::sched_getaffinity(tid, sizeof allowed, &allowed) != 0) return;
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &allowed)) cpus.insert(cpu);
}

void add_memory_and_disk(ProgramSample& sample, int pid) {
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  sample.resident_bytes +=
      page * parse_resident_pages(read_all(folder_of(pid) + "/statm")).value_or(0);
  sample.written_bytes += parse_written(read_all(folder_of(pid) + "/io")).value_or(0);
}

// Threads that have ended included.
std::optional<std::uint64_t> process_cpu_ns(int pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
    return std::nullopt;
  return to_ns(time);
}

// CPU time of its children that have ended and been waited for, and of theirs.
std::uint64_t ended_children_ns(int pid) {
  return parse_ended_children(read_all(folder_of(pid) + "/stat"), ticks()).value_or(0);
}

void add_process(ProgramSample& sample, std::set<unsigned>& cpus, int pid) {
  for (const int tid : threads_of(pid)) {
    const auto times = times_of(pid, tid);
    if (!times) continue;
    sample.threads[tid] = *times;
    add_allowed_cpus(cpus, tid);
  }
  add_memory_and_disk(sample, pid);
  for (const int child : children_of(pid, pid)) add_process(sample, cpus, child);
}

// As add_process, with the children of all threads, and with what has ended.
void add_kept_process(ProgramSample& sample, std::set<unsigned>& cpus, int pid) {
  const std::vector<int> tids = threads_of(pid);
  for (const int tid : tids) {
    if (const auto times = times_of(pid, tid)) sample.threads[tid] = *times;
    add_allowed_cpus(cpus, tid);
  }
  add_memory_and_disk(sample, pid);
  *sample.cpu_ns += process_cpu_ns(pid).value_or(0) + ended_children_ns(pid);
  for (const int tid : tids)
    for (const int child : children_of(pid, tid)) add_kept_process(sample, cpus, child);
}

// A process is held back by its own group's limit and by those of the groups above.
std::optional<std::uint64_t> throttled_ns(int pid) {
  std::optional<std::uint64_t> sum;
  for (const std::string& folder : parse_cgroup_folders(read_all(folder_of(pid) + "/cgroup")))
    if (const auto throttled = parse_throttled(read_all(folder + "/cpu.stat")))
      sum = sum.value_or(0) + *throttled;
  return sum;
}

// Control groups are inherited, so that what holds back one process of a program holds back all.
void add_program(ProgramSample& sample, const Program& program) {
  const int pid = program.pid;
  if (pid <= 0) return;
  std::set<unsigned> cpus(sample.allowed_cpus.begin(), sample.allowed_cpus.end());
  if (program.is_kept) {
    sample.cpu_ns = sample.cpu_ns.value_or(0) + ended_children_ns(pid);
    for (const int child : children_of(pid, pid)) add_kept_process(sample, cpus, child);
  } else {
    add_process(sample, cpus, pid);
  }
  sample.allowed_cpus.assign(cpus.begin(), cpus.end());
  sample.throttled_ns = std::max(sample.throttled_ns, throttled_ns(pid));
}

// The parent of all the kernel's threads. Within a container, that is another process.
constexpr int kKernelParent = 2;

std::optional<std::uint64_t> kernel_threads_ns() {
  if (read_all(folder_of(kKernelParent) + "/comm") != "kthreadd\n") return std::nullopt;
  std::uint64_t sum = 0;
  for (const int pid : children_of(kKernelParent, kKernelParent))
    if (const auto times = times_of(pid, pid)) sum += times->cpu_ns;
  return sum;
}

std::map<int, ProcessTimes> other_processes(bool kernel_is_seen) {
  const auto is_kernel = [kernel_is_seen](int pid, const ProcessTimes& process) {
    return kernel_is_seen && (pid == kKernelParent || process.parent == kKernelParent);
  };
  std::map<int, ProcessTimes> processes;
  for (const int pid : numbers_in("/proc")) {
    auto process = parse_process_times(read_all(folder_of(pid) + "/stat"), ticks());
    if (process && pid != ::getpid() && !is_kernel(pid, *process))
      processes.emplace(pid, std::move(*process));
  }
  return processes;
}

HostSample sample_host(Others others) {
  HostSample sample{.cpus = parse_host_cpus(read_all("/proc/stat"), ticks()).value_or(HostCpus{}),
                    .runnable = parse_runnable(read_all("/proc/loadavg")),
                    .available_bytes = parse_available(read_all("/proc/meminfo")),
                    .cpu_pressure_us = parse_pressure(read_all("/proc/pressure/cpu")),
                    .memory_pressure_us = parse_pressure(read_all("/proc/pressure/memory")),
                    .io_pressure_us = parse_pressure(read_all("/proc/pressure/io"))};
  if (others == Others::kLeaveOut) return sample;
  sample.kernel_threads_ns = kernel_threads_ns();
  sample.processes = other_processes(sample.kernel_threads_ns.has_value());
  return sample;
}

std::uint64_t own_cpu_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return to_ns(time);
}

}  // namespace

Snapshot take_snapshot(const std::vector<Program>& programs, Others others) {
  Snapshot snapshot;
  snapshot.time_ns =
      std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
  for (const Program& program : programs) add_program(snapshot.programs[program.name], program);
  snapshot.host = sample_host(others);
  snapshot.own_cpu_ns = own_cpu_ns();
  return snapshot;
}

}  // namespace gauntlet::metrics
