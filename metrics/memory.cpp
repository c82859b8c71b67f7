#include "metrics/memory.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "metrics/proc_text.h"

namespace gauntlet::metrics {
namespace {

// "" when it cannot be read.
std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::optional<std::uint64_t> available_memory() {
  std::optional<std::uint64_t> least = parse_available(content_of("/proc/meminfo"));
  for (const std::string& folder : parse_cgroup_folders(content_of("/proc/self/cgroup"))) {
    std::uint64_t limit = 0;
    std::ifstream file(folder + "/memory.max");
    if (file >> limit) least = std::min(least.value_or(limit), limit);  // not so for "max"
  }
  return least;
}

}  // namespace gauntlet::metrics
