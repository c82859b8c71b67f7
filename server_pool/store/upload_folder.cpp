#include "server_pool/store/upload_folder.h"

#include <fcntl.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {

bool UploadFolder::make() {
  std::optional<MarkedFolder> made = MarkedFolder::make(parent_, kUploadFolderPrefix);
  if (made) folder_ = std::make_shared<const MarkedFolder>(std::move(*made));
  return made.has_value();
}

UniqueFd UploadFolder::open_new(const std::string& name) const {
  return UniqueFd(
      ::openat(folder_->fd(), name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
}

tl::expected<UploadFolder::File, StoreError> UploadFolder::create() {
  if (!take(kFileBytes)) return error_of(ENOSPC);
  if (!folder_ && !make()) return error_of(errno);
  std::string name = std::to_string(++last_);
  UniqueFd fd = open_new(name);
  if (!fd && errno == ENOENT && make()) fd = open_new(name);  // somebody has removed the folder
  if (!fd) return error_of(errno);
  return File{.fd = std::move(fd), .name = std::move(name), .folder = folder_};
}

bool UploadFolder::fits(std::uint64_t length) const {
  return length < kBytesPerLook || limit_.allows(parent_, length);
}

bool UploadFolder::take(std::uint64_t bytes) {
  if (!limit_.is_set()) return true;
  unseen_ += bytes;
  if (unseen_ < kBytesPerLook) return true;
  if (!limit_.allows(parent_, bytes)) return false;  // looks again at the next
  unseen_ = 0;
  return true;
}

}  // namespace gauntlet::server_pool::store
