// The private folder in /dev/shm into which the memory store puts uploads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/own_folder.h"

namespace gauntlet::server_pool {

// Locked as long as a process of its pool lives, so that the next pool can tell which folders are
// abandoned; those are removed first (see OwnFolder).
class MemoryFolder {
 public:
  // Throws Error (kUnable) when needed bytes are not free, or the folder cannot be made.
  explicit MemoryFolder(std::uint64_t needed_bytes,
                        const std::filesystem::path& parent = "/dev/shm");
  MemoryFolder(MemoryFolder&&) = delete;
  ~MemoryFolder();

  const std::string& path() const { return folder_.path().native(); }

 private:
  OwnFolder folder_;
};

}  // namespace gauntlet::server_pool
