#include "server_pool/memory_folder.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include "base/error.h"
#include "base/units.h"

namespace gauntlet::server_pool {
namespace {

std::uint64_t free_bytes(const std::string& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0)
    throw_errno(fmt::format("cannot look at '{}', which --store memory needs", folder));
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
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

}  // namespace gauntlet::server_pool
