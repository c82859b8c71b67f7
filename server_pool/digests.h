// The CRC32C of files that are served: stored with the file, else remembered by the worker.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace gauntlet::server_pool {

// What a file was when its digest was computed. A file that changed has another one.
struct FileVersion {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t mtime_ns = 0;

  explicit FileVersion(const struct stat& status);
  friend bool operator==(const FileVersion&, const FileVersion&) = default;
};

// Of one worker; not thread-safe.
class Digests {
 public:
  // The digest of an open file, if it is known; status is its fstat.
  std::optional<std::uint32_t> find(int file, const struct stat& status);
  // Remembers a digest that was computed of this version, here and with the file.
  void remember(int file, const struct stat& status, std::uint32_t crc32c);

 private:
  struct Hash {
    std::size_t operator()(const FileVersion& version) const;
  };
  std::unordered_map<FileVersion, std::uint32_t, Hash> known_;
};

}  // namespace gauntlet::server_pool
