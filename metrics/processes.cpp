#include "metrics/processes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <utility>

#include "base/unique_fd.h"

namespace gauntlet::metrics {
namespace {

// A stat file has 52 fields, of which a name may take 63 bytes and a number 20.
constexpr std::size_t kMostStatBytes = 2048;

bool is_pid(const char* name) { return *name >= '1' && *name <= '9'; }

std::uint64_t more_than(std::uint64_t after, std::uint64_t before) {
  return after - std::min(after, before);
}

}  // namespace

ProcessScan::ProcessScan(const std::string& proc) : folder_(::opendir(proc.c_str())) {}

bool ProcessScan::go_on(std::size_t most) {
  for (std::size_t i = 0; folder_ && i < most;) {
    const dirent* const found = ::readdir(folder_.get());
    if (found == nullptr) {
      folder_.reset();
    } else if (is_pid(found->d_name)) {
      read_process(found->d_name);
      ++i;
    }
  }
  return !folder_;
}

// Nothing, when it has ended.
void ProcessScan::read_process(const char* pid) {
  const std::string path = std::string(pid) + "/stat";
  const UniqueFd file(::openat(::dirfd(folder_.get()), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return;
  std::array<char, kMostStatBytes> text{};
  const ssize_t n = ::read(file.get(), text.data(), text.size());
  if (n <= 0) return;
  auto process = parse_process_use({text.data(), static_cast<std::size_t>(n)});
  if (process) processes_.push_back(std::move(*process));
}

std::vector<ProcessUse> read_processes() {
  ProcessScan scan;
  scan.go_on(std::numeric_limits<std::size_t>::max());
  return scan.take();
}

std::vector<ProcessUse> used_between(const std::vector<ProcessUse>& before,
                                     std::vector<ProcessUse> after) {
  std::unordered_map<int, const ProcessUse*> earlier;
  earlier.reserve(before.size());
  for (const ProcessUse& process : before) earlier.emplace(process.pid, &process);
  for (ProcessUse& process : after) {
    const auto found = earlier.find(process.pid);
    if (found == earlier.end() || found->second->started_ticks != process.started_ticks) continue;
    process.user_ticks = more_than(process.user_ticks, found->second->user_ticks);
    process.kernel_ticks = more_than(process.kernel_ticks, found->second->kernel_ticks);
  }
  return after;
}

}  // namespace gauntlet::metrics
