#include "server_pool/memory_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>

#include "base/error.h"
#include "base/units.h"

namespace gauntlet::server_pool {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = "gauntlet-";

UniqueFd lock(const std::string& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return UniqueFd();
  return fd;
}

void remove_abandoned(const std::string& parent) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, error)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    const UniqueFd mine = lock(entry.path());
    if (!mine) continue;
    fs::remove_all(entry.path(), error);
    spdlog::info("removed '{}', left behind by a pool that is gone", entry.path().string());
  }
}

std::uint64_t free_bytes(const std::string& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0)
    throw_errno(fmt::format("cannot look at '{}', which --store memory needs", folder));
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace

MemoryFolder::MemoryFolder(std::uint64_t needed_bytes, const std::string& parent) {
  remove_abandoned(parent);
  const std::uint64_t free = free_bytes(parent);
  if (free < needed_bytes)
    throw Error(fmt::format("'{}' has {} free, and --store memory needs {}; make room there, or "
                            "lower --store-size",
                            parent, format_bytes(static_cast<double>(free)),
                            format_bytes(static_cast<double>(needed_bytes))),
                ExitCode::kUnable);
  path_ = fmt::format("{}/{}{}-XXXXXX", parent, kPrefix, ::getpid());
  if (::mkdtemp(path_.data()) == nullptr)
    throw_errno(fmt::format("cannot make a folder in '{}' for --store memory", parent));
  lock_ = lock(path_);
}

MemoryFolder::~MemoryFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
  if (error) spdlog::warn("cannot remove '{}': {}", path_, error.message());
}

}  // namespace gauntlet::server_pool
