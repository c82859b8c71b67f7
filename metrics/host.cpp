#include "metrics/host.h"

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace gauntlet::metrics {
namespace {

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const auto colon = line.find(": ");
    return colon == std::string::npos ? "" : line.substr(colon + 2);
  }
  return "";
}

unsigned allowed_cores() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

}  // namespace

Host read_host() {
  utsname names{};
  ::uname(&names);
  return {.name = names.nodename,
          .cpu = cpu_model(),
          .cores = allowed_cores(),
          .memory_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                          static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)),
          .kernel = names.release,
          .congestion_control = first_line("/proc/sys/net/ipv4/tcp_congestion_control"),
          .governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")};
}

nlohmann::json to_json(const Host& host) {
  return {{"name", host.name},        {"cpu", host.cpu},
          {"cores", host.cores},      {"memory_bytes", host.memory_bytes},
          {"kernel", host.kernel},    {"congestion_control", host.congestion_control},
          {"governor", host.governor}};
}

}  // namespace gauntlet::metrics
