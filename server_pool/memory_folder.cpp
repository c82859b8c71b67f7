#include "server_pool/memory_folder.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/units.h"

namespace gauntlet::server_pool {
namespace {

namespace fs = std::filesystem;

std::uint64_t free_bytes(const std::string& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0)
    throw_errno(fmt::format("cannot look at '{}', which --store memory needs", folder));
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

std::vector<fs::path> content_of(const fs::path& folder) {
  std::vector<fs::path> content;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    content.push_back(entry.path());
  return content;
}

// By all cores, which are free when a pool has ended: one alone needs a second to give back 5 GiB.
void remove_files(const fs::path& folder) {
  const std::vector<fs::path> files = content_of(folder);
  std::atomic<std::size_t> next = 0;
  const auto remove_some = [&] {
    std::error_code ignored;
    for (std::size_t i = next++; i < files.size(); i = next++) fs::remove(files[i], ignored);
  };
  std::vector<std::jthread> helpers;
  const std::size_t wanted =
      std::min<std::size_t>(std::thread::hardware_concurrency(), files.size());
  while (helpers.size() + 1 < wanted) helpers.emplace_back(remove_some);
  remove_some();
}

}  // namespace

// The space is looked at when what was left behind has been removed.
MemoryFolder::MemoryFolder(std::uint64_t needed_bytes, const std::filesystem::path& parent)
    : folder_(parent, "gauntlet-") {
  const std::uint64_t free = free_bytes(path());
  if (free < needed_bytes)
    throw Error(fmt::format("'{}' has {} free, and --store memory needs {}; make room there, or "
                            "lower --store-size",
                            parent.string(), format_bytes(static_cast<double>(free)),
                            format_bytes(static_cast<double>(needed_bytes))),
                ExitCode::kUnable);
}

MemoryFolder::~MemoryFolder() {
  try {
    remove_files(path());
  } catch (const std::system_error&) {
    // No thread could be started; the folder itself removes what is left.
  }
}

}  // namespace gauntlet::server_pool
