#include "server_pool/digests.h"

#include <functional>

#include "base/file_digest.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::size_t kMaxKnown = 10'000;  // forgotten all at once beyond: simple, and rare

}  // namespace

FileVersion::FileVersion(const struct stat& status)
    : device(status.st_dev),
      inode(status.st_ino),
      size(status.st_size),
      mtime_ns(std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec) {}

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

void Digests::remember(int file, const struct stat& status, std::uint32_t crc32c) {
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.insert_or_assign(FileVersion(status), crc32c);
  store_digest(file, status, crc32c);
}

}  // namespace gauntlet::server_pool
