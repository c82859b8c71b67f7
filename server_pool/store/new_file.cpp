#include "server_pool/store/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "base/units.h"

namespace gauntlet::server_pool::store {
namespace {

// As much again as has come is reserved, within these bounds: a client that only announces a body,
// or sends little of it, holds little.
constexpr std::uint64_t kLeastStep = 256 * kKiB;
constexpr std::uint64_t kMostStep = 64 * kMiB;

}  // namespace

NewFile::NewFile(UploadFolder::File file, std::shared_ptr<UploadFolder> uploads,
                 std::uint64_t length, StoreTime time)
    : file_(std::move(file)), uploads_(std::move(uploads)), length_(length), time_(time) {}

NewFile::~NewFile() {
  if (file_.fd) ::unlinkat(file_.folder->fd(), file_.name.c_str(), 0);
}

tl::expected<void, StoreError> NewFile::write(std::string_view bytes) {
  if (!file_.fd) return {};
  const StoreTime::Call call(time_);
  if (!make_room(bytes.size())) return error_of(errno);
  written_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t n = ::write(file_.fd.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_of(errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

// Before so many bytes are written. False, and errno says why: there is no room for them, or for
// what is to follow soon.
bool NewFile::make_room(std::uint64_t bytes) {
  if (!uploads_->take(bytes)) {
    errno = ENOSPC;
    return false;
  }
  const std::uint64_t end = written_ + bytes;
  if (end <= reserved_ || length_ == 0) return true;
  return reserve(std::min(length_, end + std::clamp(end, kLeastStep, kMostStep)));
}

// Lays the file out in few pieces, and learns early that there is no space for it. All of it is
// reserved before it is written: ext4 writes a file to the disk at once when it replaces another
// and has blocks that were not. A file system that cannot reserve is no error.
bool NewFile::reserve(std::uint64_t end) {
  const auto begin = static_cast<off_t>(written_);
  if (::fallocate(file_.fd.get(), 0, begin, static_cast<off_t>(end) - begin) == 0) {
    reserved_ = end;
    return true;
  }
  reserved_ = std::numeric_limits<std::uint64_t>::max();  // not asked again
  return errno == EOPNOTSUPP;
}

}  // namespace gauntlet::server_pool::store
