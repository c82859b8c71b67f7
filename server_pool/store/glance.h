// A look at what has a name in the store, cheap enough for every request: is it what it was?
#pragma once

#include <sys/stat.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gauntlet::server_pool::store {

// A time of a file's, in nanoseconds since 1970.
inline std::int64_t to_ns(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// What a file or folder was when it was looked at. Equal: nothing has been written to it, and its
// name, owner and permissions are the same. All zero: it was not there.
struct Sighting {
  dev_t device = 0;
  ino_t inode = 0;
  mode_t mode = 0;
  off_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;

  Sighting() = default;
  explicit Sighting(const struct stat& status);
  friend bool operator==(const Sighting&, const Sighting&) = default;
};

inline constexpr std::size_t kMaxStoreFolders = 2;  // the root, and the folder in memory

// What has a name in each of the store's folders.
struct Glance {
  // Every look told: no symbolic link stands on the way, which could lead out of the root, or be
  // turned to somewhere else without a trace here; and nothing was hidden by an error.
  bool clear = false;
  std::array<Sighting, kMaxStoreFolders> in{};

  // What is found under the name: the first that is there.
  const Sighting& first() const { return in[0].inode != 0 ? in[0] : in[1]; }
  friend bool operator==(const Glance&, const Glance&) = default;
};

// Looks for a valid name beneath a folder, one system call for each of its segments. False: a link
// stands there, or an error does not let see.
bool look_at(int folder, std::string_view name, Sighting& sighting);

// Whether the file system on which something lies is one that only this kernel changes: then a look
// sees what anybody has written.
bool is_local(int file);

}  // namespace gauntlet::server_pool::store
