// How full uploads may make the file system that they go to.
#pragma once

#include <cstdint>
#include <optional>

namespace gauntlet::server_pool::store {

struct FreeSpace {
  std::int64_t bytes = 0;
  std::int64_t files = 0;  // that can be made yet
};

// Nothing for a file system that does not tell.
std::optional<FreeSpace> free_space(int folder);

// What a file takes beside its content: inode and name, which a file system in memory keeps in the
// kernel's own memory.
inline constexpr std::int64_t kFileBytes = 1024;

// Reads what the file system itself counts, so it needs nothing shared between workers, and knows
// of what was replaced or deleted, also while somebody reads it still, and of what killed workers
// left. What others store there counts, too.
class SpaceLimit {
 public:
  SpaceLimit() = default;  // none but the file system's own
  // It may hold so many bytes more than when it had this free space.
  SpaceLimit(FreeSpace at_start, std::uint64_t bytes);

  bool is_set() const { return bytes_.has_value(); }
  // Whether so many bytes more fit beside what it holds now. One system call.
  bool allows(int folder, std::uint64_t more) const;

 private:
  FreeSpace at_start_{};
  std::optional<std::uint64_t> bytes_{};
};

}  // namespace gauntlet::server_pool::store
