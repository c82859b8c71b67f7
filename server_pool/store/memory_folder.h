// The private folder in /dev/shm into which the memory store puts uploads, and how full it may be.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/own_folder.h"
#include "server_pool/store/space_limit.h"

namespace gauntlet::server_pool::store {

// Locked as long as a process of its pool lives, so that the next pool can tell which folders are
// abandoned; those are removed first (see OwnFolder).
class MemoryFolder {
 public:
  // The parent's file system may hold limit_bytes more than at the start; 0: half of the memory
  // that is available. Throws Error (kUnable) when needed bytes are not free, or are more than
  // that, or the folder cannot be made.
  MemoryFolder(std::uint64_t needed_bytes, std::uint64_t limit_bytes,
               const std::filesystem::path& parent = "/dev/shm");
  MemoryFolder(MemoryFolder&&) = delete;
  ~MemoryFolder();

  // Beside the mark of the folder that is ours, so that nobody is served that.
  const std::string& path() const { return files_; }
  const SpaceLimit& limit() const { return limit_; }

 private:
  OwnFolder folder_;
  std::string files_;
  SpaceLimit limit_;
};

}  // namespace gauntlet::server_pool::store
