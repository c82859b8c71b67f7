#include "server_pool/store/file_cache.h"

#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace gauntlet::server_pool::store {
namespace {

constexpr std::size_t kMostFiles = 64;     // a scenario asks for one or a few
constexpr std::size_t kShareOfLimit = 16;  // of all descriptors, one in so many

}  // namespace

tl::expected<SharedFile, StoreError> FileCache::open(std::string_view name) {
  const Kept* const kept = files_.find(name);
  if (kept != nullptr && store_.glance(name) == kept->glance) return kept->file;
  files_.erase(name);
  auto file = open_anew(name);
  if (file || file.error() != StoreError::kNoDescriptors || files_.size() == 0) return file;
  files_.clear();
  return open_anew(name);
}

tl::expected<SharedFile, StoreError> FileCache::open_anew(std::string_view name) {
  auto opened = store_.open_file(name);
  if (!opened) return tl::unexpected(opened.error());
  auto file = std::make_shared<const ServedFile>(std::move(opened->fd), opened->status);
  const Glance& glance = opened->glance;
  if (glance.clear && glance.first() == Sighting(file->status)) files_.put(name, {file, glance});
  return file;
}

std::size_t file_cache_capacity(std::size_t workers) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1;
  return std::clamp<std::size_t>(limit.rlim_cur / kShareOfLimit / workers, 1, kMostFiles);
}

}  // namespace gauntlet::server_pool::store
