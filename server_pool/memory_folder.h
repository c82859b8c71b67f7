// The private folder in /dev/shm into which the memory store puts uploads.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet::server_pool {

// Owns the folder: made, emptied and removed with this object. It is locked as long as a process of
// its pool lives, so that others can tell which folders are abandoned; those are removed first.
class MemoryFolder {
 public:
  // Throws Error (kUnable) when needed bytes are not free, or the folder cannot be made.
  explicit MemoryFolder(std::uint64_t needed_bytes, const std::string& parent = "/dev/shm");
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;
  ~MemoryFolder();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  UniqueFd lock_;
};

}  // namespace gauntlet::server_pool
