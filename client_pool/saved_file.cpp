#include "client_pool/saved_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace gauntlet::client_pool {

SaveFolder open_save_folder(const std::string& path) {
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder && ::faccessat(folder.get(), ".", W_OK | X_OK, AT_EACCESS) == 0)
    return std::make_shared<const UniqueFd>(std::move(folder));
  throw Error(fmt::format("--save must name a folder that is there and can be written to: '{}': {}",
                          path, std::strerror(errno)));
}

SavedFile::SavedFile(SaveFolder folder, std::size_t client)
    : folder_(std::move(folder)),
      name_(fmt::format("client-{}", client)),
      part_(fmt::format(".{}.part", name_)) {}

void SavedFile::restart() {
  error_ = 0;
  if (!file_) return;
  file_.reset();
  ::unlinkat(folder_->get(), part_.c_str(), 0);
}

void SavedFile::open() {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
  file_.reset(::openat(folder_->get(), part_.c_str(), kFlags, 0644));
  if (!file_) error_ = errno;
}

void SavedFile::put(std::string_view bytes) {
  if (!file_ && error_ == 0) open();
  while (error_ == 0 && !bytes.empty()) {
    const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) error_ = errno;
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::optional<Failure> SavedFile::finish() {
  put({});  // so that there is a file for an empty body
  if (error_ == 0 && ::renameat(folder_->get(), part_.c_str(), folder_->get(), name_.c_str()) != 0)
    error_ = errno;
  if (error_ == 0) {
    file_.reset();
    return std::nullopt;
  }
  Failure failure{ErrorKind::kOther,
                  fmt::format("the body cannot be saved as {}: {}", name_, std::strerror(error_))};
  restart();
  return failure;
}

}  // namespace gauntlet::client_pool
