#include "base/marked_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>

namespace gauntlet {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
// For writing, since a lock on NFS needs that. O_NONBLOCK: a FIFO in its place must not block.
constexpr int kMarkFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  UniqueFd fd(::openat(folder, ".", kFolderFlags));
  const std::unique_ptr<DIR, CloseFolder> opened(fd ? ::fdopendir(fd.get()) : nullptr);
  if (!opened) return names;
  fd.release();
  while (const dirent* found = ::readdir(opened.get())) {
    const std::string_view name = found->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

// 0 before Linux 5.8, as if there were but one.
std::uint64_t mount_of(int folder) {
  struct statx status {};
  ::statx(folder, "", AT_EMPTY_PATH, STATX_MNT_ID, &status);
  return status.stx_mnt_id;
}

// All that is in it but the mark at the top. Whether all could be removed.
bool empty(int folder, std::uint64_t mount, bool is_top) {
  bool all = true;
  for (const std::string& name : names_in(folder)) {
    if (is_top && name == kFolderMark) continue;
    if (::unlinkat(folder, name.c_str(), 0) == 0) continue;
    const UniqueFd inner(::openat(folder, name.c_str(), kFolderFlags));
    const bool is_emptied =
        inner && mount_of(inner.get()) == mount && empty(inner.get(), mount, false);
    if (!is_emptied || ::unlinkat(folder, name.c_str(), AT_REMOVEDIR) != 0) all = false;
  }
  return all;
}

// The mark goes last: what a kill interrupts, or what cannot be removed, stays ours.
bool remove(int parent, const std::string& name, int folder) {
  return empty(folder, mount_of(folder), true) && ::unlinkat(folder, kFolderMark, 0) == 0 &&
         ::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0;
}

// What the mark of the folder says.
std::string text_of(std::string_view folder, int mark) {
  struct stat status {};
  ::fstat(mark, &status);
  return fmt::format(
      "Gauntlet made the folder {} (this is its file {}) and removes it with all that is in it, "
      "once no process holds a lock on this file.\n",
      folder, status.st_ino);
}

// The open mark, when the folder has one of ours.
UniqueFd find_mark(int folder, const std::string& name) {
  UniqueFd mark(::openat(folder, kFolderMark, kMarkFlags));
  struct stat status {};
  if (!mark || ::fstat(mark.get(), &status) != 0) return UniqueFd();
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) return UniqueFd();
  const std::string expected = text_of(name, mark.get());
  std::string text(expected.size() + 1, '\0');
  const ssize_t n = ::pread(mark.get(), text.data(), text.size(), 0);
  if (n < 0 || std::string_view(text.data(), static_cast<std::size_t>(n)) != expected)
    return UniqueFd();
  return mark;
}

bool lock(int mark) { return ::flock(mark, LOCK_EX | LOCK_NB) == 0; }

// Whether the file has a name still; false when somebody else has removed it meanwhile.
bool has_a_name(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && status.st_nlink == 1;
}

bool is_at(int parent, const std::string& name, int folder) {
  struct stat mine {};
  struct stat there {};
  return ::fstat(folder, &mine) == 0 &&
         ::fstatat(parent, name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
         mine.st_dev == there.st_dev && mine.st_ino == there.st_ino;
}

std::string random_ending() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";  // 5 bits each
  std::array<unsigned char, 6> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) < 0) return "aaaaaa";
  std::string ending;
  for (const unsigned char byte : bytes) ending += kLetters[byte % kLetters.size()];
  return ending;
}

// The name of a new folder; empty, and errno says why, when none can be made.
std::string make_folder_in(int parent, std::string_view prefix) {
  for (int i = 0; i < 100; ++i) {
    std::string name = std::string(prefix) + random_ending();
    if (::mkdirat(parent, name.c_str(), 0700) == 0) return name;
    if (errno != EEXIST) break;
  }
  return {};
}

}  // namespace

std::optional<MarkedFolder> MarkedFolder::make(int parent, std::string_view prefix) {
  MarkedFolder made;
  made.parent_.reset(::openat(parent, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!made.parent_) return std::nullopt;
  made.name_ = make_folder_in(parent, prefix);
  if (made.name_.empty()) return std::nullopt;
  made.folder_.reset(::openat(parent, made.name_.c_str(), kFolderFlags));
  if (made.folder_)
    made.mark_.reset(
        ::openat(made.folder_.get(), kFolderMark, kMarkFlags | O_CREAT | O_EXCL, 0600));
  if (!made.mark_) {
    const int error = errno;
    ::unlinkat(parent, made.name_.c_str(), AT_REMOVEDIR);
    errno = error;
    return std::nullopt;
  }
  // Written when it is locked: nobody finds the text without its lock while the owner lives.
  if (lock(made.mark_.get())) {
    const std::string text = text_of(made.name_, made.mark_.get());
    if (::write(made.mark_.get(), text.data(), text.size()) < 0) return made;  // without a proof
  }
  return made;
}

MarkedFolder::~MarkedFolder() {
  if (mark_ && is_at(parent_.get(), name_, folder_.get()))
    remove(parent_.get(), name_, folder_.get());
}

std::vector<std::string> remove_abandoned(int parent, std::string_view prefix) {
  std::vector<std::string> removed;
  for (std::string& name : names_in(parent)) {
    if (!name.starts_with(prefix)) continue;
    const UniqueFd folder(::openat(parent, name.c_str(), kFolderFlags));
    if (!folder) continue;
    const UniqueFd mark = find_mark(folder.get(), name);
    if (!mark || !lock(mark.get()) || !has_a_name(mark.get())) continue;
    if (remove(parent, name, folder.get())) removed.push_back(std::move(name));
  }
  return removed;
}

}  // namespace gauntlet
