#include "server_pool/store/glance.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace gauntlet::server_pool::store {
namespace {

constexpr long kXfs = 0x58465342;  // not in the kernel's list of magic numbers

}  // namespace

Sighting::Sighting(const struct stat& status)
    : device(status.st_dev),
      inode(status.st_ino),
      mode(status.st_mode),
      size(status.st_size),
      mtime_ns(to_ns(status.st_mtim)),
      ctime_ns(to_ns(status.st_ctim)) {}

bool look_at(int folder, std::string_view name, Sighting& sighting) {
  std::array<char, PATH_MAX> path;  // valid names are shorter
  std::copy(name.begin(), name.end(), path.begin());
  struct stat status {};
  // Each folder on the way is looked at before what lies in it, so that no link is ever followed.
  for (std::size_t end = 0; end < name.size();) {
    end = std::min(name.find('/', end + 1), name.size());
    path[end] = '\0';
    if (::fstatat(folder, path.data(), &status, AT_SYMLINK_NOFOLLOW) != 0)
      return errno == ENOENT || errno == ENOTDIR;
    if (S_ISLNK(status.st_mode)) return false;
    if (end < name.size()) path[end] = '/';
  }
  sighting = Sighting(status);
  return true;
}

bool is_local(int file) {
  constexpr std::array<long, 6> kLocal{EXT4_SUPER_MAGIC, kXfs,        BTRFS_SUPER_MAGIC,
                                       F2FS_SUPER_MAGIC, TMPFS_MAGIC, OVERLAYFS_SUPER_MAGIC};
  struct statfs status {};
  if (::fstatfs(file, &status) != 0) return false;
  return std::find(kLocal.begin(), kLocal.end(), status.f_type) != kLocal.end();
}

}  // namespace gauntlet::server_pool::store
