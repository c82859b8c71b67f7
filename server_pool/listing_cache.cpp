#include "server_pool/listing_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/crc32c.h"
#include "wire/listing.h"

namespace gauntlet::server_pool {
namespace {

SharedPage render(std::string_view folder, PageFormat format,
                  const std::vector<wire::Entry>& entries) {
  const std::string path = folder.empty() ? "/files/" : fmt::format("/files/{}/", folder);
  auto page = std::make_shared<Page>();
  page->text = format == PageFormat::kHtml ? wire::to_html(path, entries) : wire::to_json(entries);
  Crc32c crc32c;
  crc32c.put(page->text);
  page->crc32c = crc32c.value();
  return page;
}

using Folders = std::array<UniqueFd, kMaxStoreFolders>;

// Whether these are the folders that were seen, and none is missing.
bool are_same(const Folders& folders, const Glance& seen) {
  for (std::size_t i = 0; i < folders.size(); ++i) {
    struct stat status {};
    if (folders[i] && ::fstat(folders[i].get(), &status) != 0) return false;
    if (status.st_ino != seen.in[i].inode || status.st_dev != seen.in[i].device) return false;
  }
  return true;
}

}  // namespace

tl::expected<SharedPage, StoreError> ListingCache::get(std::string_view folder, PageFormat format) {
  Lru<Kept>& pages = pages_[static_cast<std::size_t>(format)];
  drop_changed();
  const Kept* const kept = pages.find(folder);
  if (kept != nullptr && store_.glance(folder) == kept->glance) return kept->page;
  pages.erase(folder);
  return render_anew(folder, format);
}

// Watched first and read then: what happens in between is heard of.
tl::expected<SharedPage, StoreError> ListingCache::render_anew(std::string_view folder,
                                                               PageFormat format) {
  const Folders folders = store_.open_folders(folder);
  Watches watches;
  bool heard = true;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    if (folders[i]) watches[i] = watch_.add(folders[i].get());
    if (folders[i] && !watches[i]) heard = false;
  }
  const auto content = store_.list(folder);
  if (!content) return tl::unexpected(content.error());
  SharedPage page = render(folder, format, content->entries);
  const bool clear = content->self_contained && content->glance.clear;
  if (heard && clear && are_same(folders, content->glance) && page->text.size() <= kMostBytes)
    pages_[static_cast<std::size_t>(format)].put(folder, {page, content->glance, watches});
  return page;
}

void ListingCache::drop_changed() {
  watch_.read([this](std::optional<FolderWatch::Id> changed) { drop(changed); });
}

void ListingCache::drop(std::optional<FolderWatch::Id> watched) {
  const auto concerned = [&](const Kept& kept) {
    return !watched ||
           std::find(kept.watches.begin(), kept.watches.end(), watched) != kept.watches.end();
  };
  for (Lru<Kept>& pages : pages_) pages.erase_if(concerned);
}

void ListingCache::forget() {
  for (Lru<Kept>& pages : pages_) pages.clear();
  watch_.forget();
}

}  // namespace gauntlet::server_pool
