#include "server_pool/store/memory_folder.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <system_error>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"
#include "base/units.h"
#include "metrics/memory.h"

namespace gauntlet::server_pool::store {
namespace {

namespace fs = std::filesystem;

std::string text_of(std::uint64_t bytes) { return format_bytes(static_cast<double>(bytes)); }

FreeSpace look_at_space(const fs::path& folder) {
  const UniqueFd opened(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const auto free = free_space(opened.get());
  if (free) return *free;
  throw Error(fmt::format("the file system of '{}', which --store memory needs, does not tell its "
                          "free space",
                          folder.string()),
              ExitCode::kUnable);
}

std::uint64_t default_limit() {
  const auto available = metrics::available_memory();
  return available ? *available / 2 : std::numeric_limits<std::uint64_t>::max();
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
MemoryFolder::MemoryFolder(std::uint64_t needed_bytes, std::uint64_t limit_bytes,
                           const fs::path& parent)
    : folder_(parent, "gauntlet-"), files_(folder_.path() / "files") {
  make_folder(files_);
  const std::uint64_t limit = limit_bytes > 0 ? limit_bytes : default_limit();
  if (needed_bytes > limit)
    throw Error(fmt::format("--store-size {} is more than the {} that --store memory may take{}; "
                            "lower it, or raise --store-limit",
                            text_of(needed_bytes), text_of(limit),
                            limit_bytes > 0 ? "" : ", half of the memory that is available"),
                ExitCode::kUnable);
  const FreeSpace free = look_at_space(files_);
  if (free.bytes < 0 || static_cast<std::uint64_t>(free.bytes) < needed_bytes)
    throw Error(fmt::format("'{}' has {} free, and --store memory needs {}; make room there, or "
                            "lower --store-size",
                            parent.string(), format_bytes(static_cast<double>(free.bytes)),
                            text_of(needed_bytes)),
                ExitCode::kUnable);
  limit_ = SpaceLimit(free, limit);
}

MemoryFolder::~MemoryFolder() {
  try {
    remove_files(path());
  } catch (const std::system_error&) {
    // No thread could be started; the folder itself removes what is left.
  }
}

}  // namespace gauntlet::server_pool::store
