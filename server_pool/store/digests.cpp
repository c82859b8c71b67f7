#include "server_pool/store/digests.h"

#include <algorithm>
#include <functional>

#include "base/file_digest.h"
#include "base/units.h"

namespace gauntlet::server_pool::store {
namespace {

// What is read and computed in one part: a fraction of a millisecond.
constexpr std::uint64_t kBytesAPart = kMiB;

constexpr std::size_t kMaxKnown = 10'000;  // forgotten all at once beyond: simple, and rare

}  // namespace

FileVersion::FileVersion(const struct stat& status)
    : device(status.st_dev),
      inode(status.st_ino),
      size(status.st_size),
      mtime_ns(to_ns(status.st_mtim)),
      ctime_ns(to_ns(status.st_ctim)) {}

bool DigestWork::do_part() {
  const auto size = static_cast<std::uint64_t>(file_->status.st_size);
  const PageBuffer& buffer = digests_.buffer_;
  for (std::uint64_t left = std::min(kBytesAPart, size - offset_); left > 0;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
    const std::size_t n = digests_.store_.read(file_->fd.get(), offset_, wanted, buffer.data());
    if (n == 0) return true;  // it has become shorter
    crc32c_.put({buffer.data(), n});
    offset_ += n;
    left -= n;
  }
  if (offset_ == size) finish();
  return offset_ == size;
}

void DigestWork::finish() {
  const int fd = file_->fd.get();
  struct stat now {};
  if (::fstat(fd, &now) != 0) return;
  if (FileVersion(now) == FileVersion(file_->status)) {
    digest_ = crc32c_.value();
    digests_.remember(fd, now, crc32c_.value());
    return;
  }
  // That another worker stored its digest meanwhile is no change of the content.
  struct stat same = file_->status;
  same.st_ctim = now.st_ctim;
  if (FileVersion(now) == FileVersion(same)) digest_ = stored_digest(fd, now);
}

std::size_t Digests::Hash::operator()(const FileVersion& version) const {
  const std::hash<std::uint64_t> hash;
  return hash(version.inode * 31 + static_cast<std::uint64_t>(version.mtime_ns));
}

std::optional<std::uint32_t> Digests::find(int file, const struct stat& status) {
  const FileVersion version(status);
  const auto known = known_.find(version);
  if (known != known_.end()) return known->second;
  const auto stored = stored_digest(file, status);
  if (!stored) return std::nullopt;
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.emplace(version, *stored);
  return stored;
}

std::shared_ptr<DigestWork> Digests::compute(const SharedFile& file) {
  std::erase_if(under_way_, [](const auto& work) { return work.expired(); });
  for (const auto& weak : under_way_) {
    std::shared_ptr<DigestWork> work = weak.lock();
    if (!work->done() && FileVersion(work->file()->status) == FileVersion(file->status))
      return work;
  }
  auto work = std::make_shared<DigestWork>(*this, file);
  under_way_.push_back(work);
  return work;
}

void Digests::remember(int file, const struct stat& status, std::uint32_t crc32c) {
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.insert_or_assign(FileVersion(status), crc32c);
  store_digest(file, status, crc32c);
}

}  // namespace gauntlet::server_pool::store
