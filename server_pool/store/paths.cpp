#include "server_pool/store/paths.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server_pool/seldom.h"
#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {
namespace {

// Trouble with the machine rather than with a request; under load it comes in thousands.
void log_trouble(int error) {
  static Seldom seldom;
  if (seldom.now()) spdlog::error("the store cannot go on as asked: {}", std::strerror(error));
}

// How often a look-up is asked for before it counts as failed. The second time nearly always does.
constexpr int kMostTries = 64;

// 0 before Linux 5.8, as if there were but one.
std::uint64_t mount_of(int folder) {
  struct statx status {};
  ::statx(folder, "", AT_EMPTY_PATH, STATX_MNT_ID, &status);
  return status.stx_mnt_id;
}

}  // namespace

tl::unexpected<StoreError> error_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:  // a chain of links without end, or one of /proc's
    case EXDEV:  // leaves the root, or an absolute link, wherever it leads
    case ENXIO:  // a socket
    case ENODEV:
      return tl::unexpected(StoreError::kNotFound);
    case ENAMETOOLONG:
    case EINVAL:
      return tl::unexpected(StoreError::kBadName);
    case EACCES:
    case EPERM:
    case EROFS:
      return tl::unexpected(StoreError::kForbidden);
    case EISDIR:
    case ENOTEMPTY:
      return tl::unexpected(StoreError::kOccupied);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      log_trouble(error);
      return tl::unexpected(StoreError::kFull);
    case EMFILE:
    case ENFILE:
      log_trouble(error);
      return tl::unexpected(StoreError::kNoDescriptors);
    default:
      log_trouble(error);
      return tl::unexpected(StoreError::kFailed);
  }
}

tl::expected<UniqueFd, StoreError> open_beneath(int folder, std::string_view name, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const std::string path(name);
  for (int tries = 0; tries < kMostTries; ++tries) {
    UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how)));
    if (fd) return fd;
    // A ".." met a rename or a mount anywhere on the machine: openat2(2) wants to be asked again.
    if (errno != EAGAIN) break;
  }
  return error_of(errno);
}

tl::expected<UniqueFd, StoreError> open_folder(int root, std::string_view folder) {
  return open_beneath(root, folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

tl::expected<Target, StoreError> find_target(int root, std::string_view name) {
  if (!is_valid_name(name)) return tl::unexpected(StoreError::kBadName);
  const SplitName split = split_name(name);
  Target target{.folder = root, .base = std::string(split.base)};
  if (split.folder.empty()) return target;
  auto folder = open_beneath(root, split.folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (!folder) return tl::unexpected(folder.error());
  target.opened = std::move(*folder);
  target.folder = target.opened.get();
  return target;
}

tl::expected<Target, StoreError> find_upload_target(int root, std::string_view name) {
  auto target = find_target(root, name);
  if (target && target->opened && mount_of(target->folder) != mount_of(root))
    return tl::unexpected(StoreError::kOtherMount);
  return target;
}

tl::expected<bool, StoreError> is_taken(const Target& target) {
  struct stat status {};
  if (::fstatat(target.folder, target.base.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return false;
    return error_of(errno);
  }
  if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
    return tl::unexpected(StoreError::kOccupied);
  return true;
}

}  // namespace gauntlet::server_pool::store
