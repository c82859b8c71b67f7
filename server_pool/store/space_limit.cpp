#include "server_pool/store/space_limit.h"

#include <sys/statvfs.h>

#include <algorithm>

namespace gauntlet::server_pool::store {

// With what is kept for root, so that nothing is refused that would fit.
std::optional<FreeSpace> free_space(int folder) {
  struct statvfs status {};
  if (::fstatvfs(folder, &status) != 0 || status.f_blocks == 0) return std::nullopt;
  return FreeSpace{.bytes = static_cast<std::int64_t>(status.f_bfree * status.f_frsize),
                   .files = static_cast<std::int64_t>(status.f_ffree)};
}

SpaceLimit::SpaceLimit(FreeSpace at_start, std::uint64_t bytes)
    : at_start_(at_start), bytes_(bytes) {}

bool SpaceLimit::allows(int folder, std::uint64_t more) const {
  const auto free = free_space(folder);
  if (!free) return true;
  if (more > static_cast<std::uint64_t>(std::max<std::int64_t>(free->bytes, 0))) return false;
  if (!bytes_) return true;
  const std::int64_t grown =
      at_start_.bytes - free->bytes + (at_start_.files - free->files) * kFileBytes;
  const auto held = static_cast<std::uint64_t>(std::max<std::int64_t>(grown, 0));
  return held <= *bytes_ && more <= *bytes_ - held;
}

}  // namespace gauntlet::server_pool::store
