#include "server_pool/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <spdlog/spdlog.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/marked_folder.h"
#include "server_pool/store_names.h"

namespace gauntlet::server_pool {
namespace {

// O_NONBLOCK: a FIFO or device must not block the worker before it is seen to be no file.
constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

// Why names cannot be looked up beneath a folder, and what to do about it; empty when they can.
std::string lookup_problem(int folder) {
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  if (UniqueFd(static_cast<int>(::syscall(SYS_openat2, folder, ".", &how, sizeof how)))) return {};
  const int error = errno;
  if (error == ENOSYS)
    return "the kernel knows no openat2, which needs Linux 5.6, or a container's filter hides it";
  if (error == EPERM)
    return "openat2 is forbidden, as by a container's seccomp filter; allow it in its profile";
  return std::strerror(error);
}

UniqueFd open_root(const std::string& path) {
  UniqueFd folder(::open(path.c_str(), kFolderFlags));
  if (!folder) throw_errno(fmt::format("cannot open the folder '{}'", path));
  const std::string problem = lookup_problem(folder.get());
  if (!problem.empty())
    throw Error(fmt::format("cannot look up names beneath '{}': {}", path, problem),
                ExitCode::kUnable);
  return folder;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

// The root's name for itself.
std::string_view or_dot(std::string_view folder) { return folder.empty() ? "." : folder; }

// The entry for a name, or nothing when it is not to be shown: neither a file nor a folder, a link
// that leads out of the root, or gone already.
std::optional<wire::Entry> entry_of(int folder, const char* name, bool& self_contained) {
  if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0 || is_hidden_upload(name))
    return std::nullopt;
  struct stat status {};
  if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode) || status.st_nlink != 1) self_contained = false;
  if (S_ISLNK(status.st_mode)) {
    const auto target = open_beneath(folder, name, O_PATH | O_CLOEXEC);
    if (!target || ::fstat(target->get(), &status) != 0) return std::nullopt;
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return std::nullopt;
  return wire::Entry{.name = name,
                     .directory = S_ISDIR(status.st_mode),
                     .mtime = status.st_mtim.tv_sec,
                     .size = static_cast<std::uint64_t>(status.st_size)};
}

// Adds what the folder holds.
tl::expected<void, StoreError> read_folder(int root, std::string_view name,
                                           FolderContent& content) {
  auto fd = open_beneath(root, or_dot(name), kFolderFlags);
  if (!fd) return tl::unexpected(fd.error());
  const Folder folder(::fdopendir(fd->get()));
  if (!folder) return error_of(errno);
  const int descriptor = fd->release();
  while (const dirent* found = ::readdir(folder.get())) {
    auto entry = entry_of(descriptor, found->d_name, content.self_contained);
    if (entry) content.entries.push_back(std::move(*entry));
  }
  return {};
}

// Of entries with the same name, the first stays.
void sort_by_name(std::vector<wire::Entry>& entries) {
  const auto before = [](const wire::Entry& a, const wire::Entry& b) { return a.name < b.name; };
  const auto same = [](const wire::Entry& a, const wire::Entry& b) { return a.name == b.name; };
  std::stable_sort(entries.begin(), entries.end(), before);
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
}

}  // namespace

Store::Store(const std::string& root, const std::string& memory_folder, StoreKind kind,
             const SpaceLimit& limit)
    : kind_(kind), limit_(limit) {
  std::vector<UniqueFd> folders;
  if (!memory_folder.empty()) folders.push_back(open_root(memory_folder));
  folders.push_back(open_root(root));
  folders_ = std::make_shared<const std::vector<UniqueFd>>(std::move(folders));
  uploads_ = std::make_shared<UploadFolder>(upload_folder(), limit_);
}

Store Store::for_worker(const StoreTime& time) const {
  Store store = *this;
  store.time_ = time;
  store.uploads_ = std::make_shared<UploadFolder>(upload_folder(), limit_);
  return store;
}

std::size_t Store::read(int file, std::uint64_t offset, std::size_t size, char* buffer) const {
  const StoreTime::Call call(time_);
  std::size_t have = 0;
  while (have < size) {
    const ssize_t n = ::pread(file, buffer + have, size - have, static_cast<off_t>(offset + have));
    if (n <= 0) break;
    have += static_cast<std::size_t>(n);
  }
  return have;
}

tl::expected<OpenFile, StoreError> Store::open_file(std::string_view name) const {
  const StoreTime::Call call(time_);
  if (!is_valid_name(name)) return tl::unexpected(StoreError::kBadName);
  StoreError problem = StoreError::kNotFound;
  for (const UniqueFd& folder : *folders_) {
    auto fd = open_beneath(folder.get(), name, kReadFlags);
    if (!fd) {
      problem = fd.error();
      continue;
    }
    OpenFile file{.fd = std::move(*fd)};
    if (::fstat(file.fd.get(), &file.status) == 0 && S_ISREG(file.status.st_mode)) {
      file.glance = look(name);
      return file;
    }
    problem = StoreError::kNotFound;
  }
  return tl::unexpected(problem);
}

tl::expected<FolderContent, StoreError> Store::list(std::string_view folder) const {
  const StoreTime::Call call(time_);
  if (!folder.empty() && !is_valid_name(folder)) return tl::unexpected(StoreError::kBadName);
  FolderContent content;
  StoreError problem = StoreError::kNotFound;
  bool found = false;
  for (const UniqueFd& root : *folders_) {
    const auto read = read_folder(root.get(), folder, content);
    if (read) found = true;
    if (!read) problem = read.error();
  }
  if (!found) return tl::unexpected(problem);
  sort_by_name(content.entries);
  content.glance = look(or_dot(folder));
  return content;
}

Glance Store::glance(std::string_view name) const {
  const StoreTime::Call call(time_);
  return look(or_dot(name));
}

Glance Store::look(std::string_view name) const {
  Glance glance{.clear = true};
  for (std::size_t i = 0; i < folders_->size(); ++i)
    if (!look_at((*folders_)[i].get(), name, glance.in[i])) glance.clear = false;
  return glance;
}

std::array<UniqueFd, kMaxStoreFolders> Store::open_folders(std::string_view folder) const {
  std::array<UniqueFd, kMaxStoreFolders> opened;
  for (std::size_t i = 0; i < folders_->size(); ++i) {
    auto fd = open_beneath((*folders_)[i].get(), or_dot(folder), kFolderFlags);
    if (fd) opened[i] = std::move(*fd);
  }
  return opened;
}

tl::expected<void, StoreError> Store::remove(std::string_view name) const {
  const StoreTime::Call call(time_);
  const auto target = find_target(upload_folder(), name);
  if (!target) return tl::unexpected(target.error());
  const auto taken = is_taken(*target);
  if (!taken || !*taken) return tl::unexpected(StoreError::kNotFound);
  if (::unlinkat(target->folder, target->base.c_str(), 0) != 0) return error_of(errno);
  return {};
}

tl::expected<void, StoreError> Store::check_target(std::string_view name) const {
  const StoreTime::Call call(time_);
  const auto target = find_upload_target(upload_folder(), name);
  if (!target) return tl::unexpected(target.error());
  const auto taken = is_taken(*target);
  if (!taken) return tl::unexpected(taken.error());
  return {};
}

// The disk is reserved, memory is not: a page that was reserved is looked up once more when it is
// written, and by then has left the cache (measured: 50 uploads at 0.6 of the speed).
tl::expected<NewFile, StoreError> Store::create(std::uint64_t length) const {
  if (kind_ == StoreKind::kDiscard) return NewFile();
  const StoreTime::Call call(time_);
  if (!uploads_->fits(length)) return error_of(ENOSPC);
  auto file = uploads_->create();
  if (!file) return tl::unexpected(file.error());
  return NewFile(std::move(*file), uploads_, kind_ == StoreKind::kDisk ? length : 0, time_);
}

tl::expected<bool, StoreError> Store::commit(NewFile file, std::string_view name) const {
  if (!file.fd()) return true;
  const StoreTime::Call call(time_);
  const auto target = find_upload_target(upload_folder(), name);
  if (!target) return tl::unexpected(target.error());
  const auto taken = is_taken(*target);
  if (!taken) return tl::unexpected(taken.error());
  const UploadFolder::File& made = file.file_;
  if (::renameat(made.folder->fd(), made.name.c_str(), target->folder, target->base.c_str()) != 0)
    return error_of(errno);
  file.file_.fd.reset();  // it has its name: nothing to remove
  return !*taken;
}

void Store::sweep() const {
  for (const std::string& name : remove_abandoned(upload_folder(), kUploadFolderPrefix))
    spdlog::info("removed '{}', left behind by a worker that is gone", name);
}

}  // namespace gauntlet::server_pool
