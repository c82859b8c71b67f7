#include "server_pool/store/folder_scan.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {

FolderScan::FolderScan(std::shared_ptr<const std::vector<UniqueFd>> roots, StoreTime time,
                       std::string_view folder, Detail detail)
    : roots_(std::move(roots)), time_(time), folder_(folder), detail_(detail) {}

tl::expected<bool, StoreError> FolderScan::go_on(std::size_t most) {
  const StoreTime::Call call(time_);
  for (; most > 0; --most) {
    if (!reading_ && !open_next()) {
      if (!found_) return tl::unexpected(problem_);
      return true;
    }
    errno = 0;
    const dirent* const found = ::readdir(reading_.get());
    if (found == nullptr && errno != 0) return error_of(errno);
    if (found == nullptr)
      reading_.reset();
    else
      take(*found);
  }
  return false;
}

// False: there is no other.
bool FolderScan::open_next() {
  while (next_ < roots_->size()) {
    auto fd = open_folder((*roots_)[next_++].get(), folder_);
    if (!fd) {
      problem_ = fd.error();
      continue;
    }
    reading_.reset(::fdopendir(fd->get()));
    if (!reading_) {
      problem_ = error_of(errno).value();
      continue;
    }
    fd->release();
    found_ = true;
    return true;
  }
  return false;
}

void FolderScan::take(const dirent& found) {
  const char* const name = found.d_name;
  if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0 || is_hidden_upload(name)) return;
  if (detail_ == Detail::kNames && found.d_type == DT_DIR) return;
  if (detail_ == Detail::kNames && found.d_type == DT_REG)
    content_.entries.insert({.name = name});
  else
    look_at(found);
}

// Leaves out what is not to be shown: neither a file nor a folder, a link that GET would not
// follow, or what is gone already.
void FolderScan::look_at(const dirent& found) {
  const std::string name = found.d_name;
  struct stat status {};
  if (::fstatat(::dirfd(reading_.get()), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  const bool changes_elsewhere = !S_ISREG(status.st_mode) || status.st_nlink != 1;
  if (S_ISLNK(status.st_mode) || (changes_elsewhere && detail_ == Detail::kAll))
    content_.self_contained = false;
  if (S_ISLNK(status.st_mode)) {
    // From the root, as GET does: a link may lead out of this folder and stay in the root.
    const std::string path = folder_.empty() ? name : folder_ + "/" + name;
    const auto target = open_beneath((*roots_)[next_ - 1].get(), path, O_PATH | O_CLOEXEC);
    if (!target || ::fstat(target->get(), &status) != 0) return;
  }
  const bool is_folder = S_ISDIR(status.st_mode);
  if (!S_ISREG(status.st_mode) && (!is_folder || detail_ == Detail::kNames)) return;
  content_.entries.insert({.name = name,
                           .directory = is_folder,
                           .mtime = status.st_mtim.tv_sec,
                           .size = static_cast<std::uint64_t>(status.st_size)});
}

}  // namespace gauntlet::server_pool::store
