#include "server_pool/store/tree_scan.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {

TreeScan::TreeScan(std::shared_ptr<const std::vector<UniqueFd>> roots, StoreTime time,
                   std::string_view folder, const contract::Filters& filters)
    : roots_(std::move(roots)),
      time_(time),
      folder_(folder),
      filters_(filters),
      found_(contract::FoundOrder(filters)) {
  for (std::size_t root = roots_->size(); root > 0; --root) waiting_.push_back({.root = root - 1});
}

tl::expected<bool, StoreError> TreeScan::go_on(std::size_t most) {
  const StoreTime::Call call(time_);
  for (; most > 0; --most) {
    if (!reading_ && !open_next()) {
      if (!exists_) return tl::unexpected(problem_);
      return true;
    }
    const dirent* const found = ::readdir(reading_.get());
    if (found == nullptr)
      reading_.reset();
    else
      take(*found);
  }
  return false;
}

// False: there is no other.
bool TreeScan::open_next() {
  while (!waiting_.empty()) {
    here_ = std::move(waiting_.back());
    waiting_.pop_back();
    auto fd = open_folder((*roots_)[here_.root].get(), in_root(here_.name));
    if (!fd) {
      problem_ = fd.error();
      continue;
    }
    reading_.reset(::fdopendir(fd->get()));
    if (!reading_) continue;
    fd->release();
    exists_ = true;
    return true;
  }
  return false;
}

void TreeScan::take(const dirent& found) {
  const char* const last = found.d_name;
  if (std::strcmp(last, ".") == 0 || std::strcmp(last, "..") == 0 || is_hidden_upload(last)) return;
  // Most need no look, since their name says that they do not match.
  const bool may_be_folder = found.d_type == DT_DIR || found.d_type == DT_UNKNOWN;
  const bool may_be_file = found.d_type != DT_DIR;
  const bool fits = (may_be_file && contract::fits_name(filters_, last, false)) ||
                    (may_be_folder && contract::fits_name(filters_, last, true));
  if (!fits && !may_be_folder) return;
  const std::string name = here_.name.empty() ? last : here_.name + "/" + last;
  std::optional<struct stat> status;
  if (fits || found.d_type == DT_UNKNOWN) status = look_at(found, name);
  const bool is_folder = status ? S_ISDIR(status->st_mode) : found.d_type == DT_DIR;
  if (is_folder && found.d_type != DT_LNK && here_.depth < filters_.depth.value_or(SIZE_MAX))
    waiting_.push_back({.root = here_.root, .depth = here_.depth + 1, .name = name});
  if (!status || !contract::fits_name(filters_, last, is_folder) || is_hidden(name)) return;
  keep({.name = name,
        .directory = is_folder,
        .mtime = status->st_mtim.tv_sec,
        .size = is_folder ? 0 : static_cast<std::uint64_t>(status->st_size)});
}

// Nothing of what is neither a file nor a folder, or a link that GET would not follow.
std::optional<struct stat> TreeScan::look_at(const dirent& found, const std::string& name) const {
  struct stat status {};
  if (::fstatat(::dirfd(reading_.get()), found.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return std::nullopt;
  if (S_ISLNK(status.st_mode)) {
    const auto target =
        open_beneath((*roots_)[here_.root].get(), in_root(name), O_PATH | O_CLOEXEC);
    if (!target || ::fstat(target->get(), &status) != 0 || !S_ISREG(status.st_mode))
      return std::nullopt;
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return std::nullopt;
  return status;
}

// Whether an earlier one of the store's folders has something of that name.
bool TreeScan::is_hidden(const std::string& name) const {
  for (std::size_t root = 0; root < here_.root; ++root)
    if (open_beneath((*roots_)[root].get(), in_root(name), O_PATH | O_CLOEXEC)) return true;
  return false;
}

std::string TreeScan::in_root(const std::string& name) const {
  if (folder_.empty() || name.empty()) return folder_ + name;
  return folder_ + "/" + name;
}

void TreeScan::keep(wire::Entry entry) {
  if (!contract::fits_rest(filters_, entry.directory, entry.size, entry.mtime)) return;
  found_.insert(std::move(entry));
  if (found_.size() <= filters_.limit) return;
  found_.erase(std::prev(found_.end()));
  cut_ = true;
}

}  // namespace gauntlet::server_pool::store
