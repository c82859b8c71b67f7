#include "server_pool/store/content_cache.h"

#include <malloc.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/crc32c.h"
#include "base/units.h"

namespace gauntlet::server_pool::store {
namespace {

// Ten steps of a slow kernel's clock (CONFIG_HZ=100).
constexpr std::int64_t kSettledNs = 100'000'000;

// What an entry takes beside its name and content: its list and map nodes, ETag and date.
constexpr std::uint64_t kEntryBytes = 512;

std::uint64_t bytes_of(std::string_view name, std::uint64_t content) {
  return content + name.size() + kEntryBytes;
}

}  // namespace

tl::expected<SharedFile, StoreError> ContentCache::open(std::string_view name) {
  if (!is_on()) return files_.open(name);
  const Kept* const kept = kept_.find(name);
  if (kept != nullptr && store_.glance(name) == kept->glance) {
    counters_.cache_hits.add(1);
    return kept->file;
  }
  drop(name);
  auto file = files_.open(name);
  if (!file) return file;
  counters_.cache_misses.add(1);
  return read(name, *file);
}

// The file with its content, which is kept then; the file as it is where it is not to be kept.
SharedFile ContentCache::read(std::string_view name, const SharedFile& file) {
  const struct stat& status = file->status;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const int fd = file->fd.get();
  if (size > kMostContentBytes || bytes_of(name, size) > capacity_) return file;
  if (clock_() - to_ns(status.st_ctim) < kSettledNs || !is_local(fd)) return file;
  Content content{.bytes = std::string(static_cast<std::size_t>(size), '\0')};
  if (store_.read(fd, 0, content.bytes.size(), content.bytes.data()) != size) return file;
  const Glance glance = store_.glance(name);
  if (!glance.clear || !(glance.first() == Sighting(status))) return file;
  Crc32c crc32c;
  crc32c.put(content.bytes);
  content.crc32c = crc32c.value();
  auto whole = std::make_shared<const ServedFile>(status, std::move(content));
  keep(name, whole, glance);
  return whole;
}

void ContentCache::keep(std::string_view name, const SharedFile& file, const Glance& glance) {
  const std::uint64_t bytes = bytes_of(name, file->content->bytes.size());
  while (bytes_ + bytes > capacity_) {
    bytes_ -= kept_.last()->bytes;
    kept_.erase_last();
  }
  bytes_ += bytes;
  kept_.put(name, {.file = file, .glance = glance, .bytes = bytes});
  counters_.cache_bytes.set(bytes_);
}

void ContentCache::drop(std::string_view name) {
  const Kept* const kept = kept_.find(name);
  if (kept == nullptr) return;
  bytes_ -= kept->bytes;
  kept_.erase(name);
  counters_.cache_bytes.set(bytes_);
}

void ContentCache::forget_if_off() {
  if (is_on() || kept_.size() == 0) return;
  kept_.clear();
  bytes_ = 0;
  counters_.cache_bytes.set(0);
  ::malloc_trim(0);  // the allocator keeps what it gets back in small pieces, which all of it was
}

}  // namespace gauntlet::server_pool::store
