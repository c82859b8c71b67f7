#include "server_pool/store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <spdlog/spdlog.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/error.h"
#include "base/marked_folder.h"
#include "base/utf8.h"
#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {
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

// The root's name for itself.
std::string_view or_dot(std::string_view folder) { return folder.empty() ? "." : folder; }

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

Store Store::uncounted() const {
  Store store = *this;
  store.time_ = StoreTime();
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

FolderScan Store::scan(std::string_view folder, Detail detail) const {
  return FolderScan(folders_, time_, folder, detail);
}

TreeScan Store::search(std::string_view folder, const contract::Filters& filters) const {
  return TreeScan(folders_, time_, folder, filters);
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
    auto fd = open_folder((*folders_)[i].get(), folder);
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
    spdlog::info("removed '{}', left behind by a worker that is gone", printable(name));
}

}  // namespace gauntlet::server_pool::store
