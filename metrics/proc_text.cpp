#include "metrics/proc_text.h"

#include <array>
#include <charconv>
#include <utility>

namespace gauntlet::metrics {
namespace {

// Cuts off the next part that ends with the separator, or all of it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

// The next word on the line; empty at its end.
std::string_view take_word(std::string_view& line) {
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return take(line, ' ');
}

template <typename Number>
std::optional<Number> to_number(std::string_view word) {
  while (!word.empty() && (word.back() == '\n' || word.back() == ' ')) word.remove_suffix(1);
  Number number{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

// The number after the name on the line that begins with it.
std::optional<std::uint64_t> number_after(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    if (take_word(line) == name) return to_number<std::uint64_t>(take_word(line));
  }
  return std::nullopt;
}

// The numbers after "cpu" or "cpu0". Those after steal are parts of the others.
std::optional<CpuTimes> parse_cpu_line(std::string_view numbers, double ticks) {
  std::array<double, 8> seconds{};  // user nice system idle iowait irq softirq steal
  for (double& part : seconds) {
    const auto number = to_number<std::uint64_t>(take_word(numbers));
    if (!number) return std::nullopt;
    part = static_cast<double>(*number) / ticks;
  }
  return CpuTimes{.work_s = seconds[0] + seconds[1] + seconds[2],
                  .interrupts_s = seconds[5] + seconds[6],
                  .idle_s = seconds[3],
                  .iowait_s = seconds[4],
                  .steal_s = seconds[7]};
}

// The group's folder and those above it, down from the path, up to the root of the mount.
void add_folders(std::vector<std::string>& folders, const std::string& mount, std::string path) {
  while (path.size() > 1) {
    folders.push_back(mount + path);
    path.erase(path.rfind('/'));
  }
  folders.push_back(mount);
}

bool names_cpu(std::string_view controllers) {
  while (!controllers.empty())
    if (take(controllers, ',') == "cpu") return true;
  return false;
}

// Of a stat file: user and system time together, in nanoseconds, after so many fields that follow
// the name, which may hold spaces and brackets itself.
std::optional<std::uint64_t> two_times(std::string_view text, int before, double ticks) {
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  text.remove_prefix(name_end + 1);
  for (int i = 0; i < before; ++i) take_word(text);
  const auto user = to_number<std::uint64_t>(take_word(text));
  const auto system = to_number<std::uint64_t>(take_word(text));
  if (!user || !system) return std::nullopt;
  return static_cast<std::uint64_t>(static_cast<double>(*user + *system) / ticks * 1e9);
}

}  // namespace

std::optional<HostCpus> parse_host_cpus(std::string_view text, double ticks) {
  HostCpus host;
  bool found = false;
  while (text.starts_with("cpu")) {
    std::string_view line = take(text, '\n');
    const std::string_view number = take_word(line).substr(3);
    const auto times = parse_cpu_line(line, ticks);
    if (!times) return std::nullopt;
    const auto cpu = to_number<unsigned>(number);
    if (!cpu) host.all = *times;
    if (cpu) host.each[*cpu] = *times;
    found = true;
  }
  return found ? std::optional(std::move(host)) : std::nullopt;
}

std::optional<ThreadTimes> parse_schedstat(std::string_view text) {
  const auto cpu = to_number<std::uint64_t>(take_word(text));
  const auto delay = to_number<std::uint64_t>(take_word(text));
  if (!cpu || !delay) return std::nullopt;
  return ThreadTimes{*cpu, *delay};
}

std::optional<ThreadTimes> parse_thread_stat(std::string_view text, double ticks) {
  constexpr int kBeforeUserTime = 11;
  const auto ns = two_times(text, kBeforeUserTime, ticks);
  return ns ? std::optional(ThreadTimes{*ns, 0}) : std::nullopt;
}

std::optional<std::uint64_t> parse_ended_children(std::string_view text, double ticks) {
  constexpr int kBeforeUserTimeOfChildren = 13;
  return two_times(text, kBeforeUserTimeOfChildren, ticks);
}

std::optional<ProcessUse> parse_process_use(std::string_view text) {
  constexpr int kFromParentToUserTime = 9;
  constexpr int kFromKernelTimeToStart = 6;
  const std::size_t name_begin = text.find('(');
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || name_begin > name_end) return std::nullopt;
  const auto pid = to_number<int>(text.substr(0, name_begin));
  std::string_view rest = text.substr(name_end + 1);
  take_word(rest);  // its state
  const auto parent = to_number<int>(take_word(rest));
  for (int i = 0; i < kFromParentToUserTime; ++i) take_word(rest);
  const auto user = to_number<std::uint64_t>(take_word(rest));
  const auto kernel = to_number<std::uint64_t>(take_word(rest));
  for (int i = 0; i < kFromKernelTimeToStart; ++i) take_word(rest);
  const auto started = to_number<std::uint64_t>(take_word(rest));
  if (!pid || *pid <= 0 || !parent || !user || !kernel || !started) return std::nullopt;
  return ProcessUse{.pid = *pid,
                    .name = std::string(text.substr(name_begin + 1, name_end - name_begin - 1)),
                    .parent = *parent,
                    .user_ticks = *user,
                    .kernel_ticks = *kernel,
                    .started_ticks = *started};
}

std::optional<ProcessTimes> parse_process_times(std::string_view text, double ticks) {
  auto process = parse_process_use(text);
  if (!process) return std::nullopt;
  const double cpu_s = static_cast<double>(process->total_ticks()) / ticks;
  return ProcessTimes{.name = std::move(process->name),
                      .parent = process->parent,
                      .cpu_ns = static_cast<std::uint64_t>(cpu_s * 1e9)};
}

std::vector<int> parse_children(std::string_view text) {
  std::vector<int> pids;
  while (!text.empty())
    if (const auto pid = to_number<int>(take_word(text))) pids.push_back(*pid);
  return pids;
}

std::optional<std::uint64_t> parse_written(std::string_view text) {
  return number_after(text, "write_bytes:");
}

std::optional<std::uint64_t> parse_resident_pages(std::string_view text) {
  take_word(text);
  return to_number<std::uint64_t>(take_word(text));
}

std::optional<std::uint64_t> parse_available(std::string_view text) {
  const auto kibibytes = number_after(text, "MemAvailable:");
  return kibibytes ? std::optional(*kibibytes * 1024) : std::nullopt;
}

std::optional<std::uint64_t> parse_pressure(std::string_view text) {
  std::string_view line = take(text, '\n');
  if (take_word(line) != "some") return std::nullopt;
  while (!line.empty()) {
    std::string_view word = take_word(line);
    if (take(word, '=') == "total") return to_number<std::uint64_t>(word);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_runnable(std::string_view text) {
  for (int i = 0; i < 3; ++i) take_word(text);
  return to_number<std::uint64_t>(take(text, '/'));
}

std::optional<std::uint64_t> parse_throttled(std::string_view text) {
  constexpr std::uint64_t kPerMicrosecond = 1000;
  if (const auto us = number_after(text, "throttled_usec")) return *us * kPerMicrosecond;
  return number_after(text, "throttled_time");
}

std::vector<std::string> parse_cgroup_folders(std::string_view text) {
  std::vector<std::string> folders;
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    const std::string_view hierarchy = take(line, ':');
    const std::string_view controllers = take(line, ':');
    const std::string path(line);
    if (hierarchy == "0" && controllers.empty()) add_folders(folders, "/sys/fs/cgroup", path);
    if (names_cpu(controllers))
      add_folders(folders, "/sys/fs/cgroup/" + std::string(controllers), path);
  }
  return folders;
}

}  // namespace gauntlet::metrics
