#include "server_pool/store/listing_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {
namespace {

// So many entries are read, or written, in one part: about half a millisecond.
constexpr std::size_t kEntriesAPart = 256;
constexpr std::size_t kUsualEntryBytes = 128;

std::string shown_path(std::string_view folder) {
  return folder.empty() ? "/files/" : fmt::format("/files/{}/", folder);
}

bool is_at(const std::optional<FolderWatch::Id>& watched, const Watches& watches) {
  return !watched || std::find(watches.begin(), watches.end(), watched) != watches.end();
}

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

// --- making ---

ListingWork::ListingWork(ListingCache& cache, std::string_view folder, wire::ListingFormat format,
                         std::shared_ptr<ListingWork> before)
    : SharedWork(std::move(before)), cache_(cache), folder_(folder), format_(format) {}

bool ListingWork::do_part() {
  if (!scan_ && begin()) return true;
  if (!rendering_ && !read()) return false;
  if (!rendering_) return true;  // it cannot be read
  render();
  return page_.has_value();
}

// True: nothing is left to do.
bool ListingWork::begin() {
  if (!folder_.empty() && !is_valid_name(folder_)) {
    page_ = tl::unexpected(StoreError::kBadName);
    return true;
  }
  // The work before may have left what is good for this one, too.
  if (SharedPage kept = cache_.find(folder_, format_)) page_ = std::move(kept);
  if (page_) return true;
  cache_.watch(*this);
  const bool line = format_ == wire::ListingFormat::kLine;
  scan_.emplace(cache_.store_.scan(folder_, line ? Detail::kNames : Detail::kAll));
  return false;
}

// True: the folder is read, or cannot be.
bool ListingWork::read() {
  const auto all = scan_->go_on(kEntriesAPart);
  if (!all) page_ = tl::unexpected(all.error());
  if (all && *all) begin_to_render();
  return !all || *all;
}

void ListingWork::begin_to_render() {
  glance_ = cache_.store_.glance(folder_);
  rendering_ = std::make_shared<Page>();
  rendering_->text.reserve(scan_->content().entries.size() * kUsualEntryBytes);
  writer_.emplace(format_, shown_path(folder_), rendering_->text);
}

void ListingWork::render() {
  auto& entries = scan_->content().entries;
  for (std::size_t left = kEntriesAPart; left > 0 && !entries.empty(); --left) {
    writer_->add(*entries.begin());
    entries.erase(entries.begin());
  }
  const bool all = entries.empty();
  if (all) writer_->finish();
  crc32c_.put(std::string_view(rendering_->text).substr(summed_));
  summed_ = rendering_->text.size();
  if (!all) return;
  rendering_->crc32c = crc32c_.value();
  page_ = rendering_;
  cache_.keep(*this);
}

// --- keeping ---

SharedPage ListingCache::find(std::string_view folder, wire::ListingFormat format) {
  Lru<Kept>& pages = kept_in(format);
  drop_changed();
  const Kept* const kept = pages.find(folder);
  if (kept == nullptr) return nullptr;
  if (store_.glance(folder) == kept->glance) return kept->page;
  pages.erase(folder);
  return nullptr;
}

std::shared_ptr<ListingWork> ListingCache::make(std::string_view folder,
                                                wire::ListingFormat format) {
  std::erase_if(making_, [](const auto& work) { return work.expired(); });
  std::shared_ptr<ListingWork> before;
  for (const auto& weak : making_) {
    const std::shared_ptr<ListingWork> work = weak.lock();
    if (work->folder_ != folder || work->format_ != format || work->done()) continue;
    if (!work->begun()) return work;
    before = work;
  }
  auto work = std::make_shared<ListingWork>(*this, folder, format, std::move(before));
  making_.push_back(work);
  return work;
}

// Watched first and read then: what happens in between is heard of.
void ListingCache::watch(ListingWork& work) {
  work.folders_ = store_.open_folders(work.folder_);
  work.changed_ = false;
  for (std::size_t i = 0; i < work.folders_.size(); ++i) {
    if (!work.folders_[i]) continue;
    work.watches_[i] = watch_.add(work.folders_[i].get());
    if (!work.watches_[i]) work.heard_ = false;
  }
}

void ListingCache::keep(ListingWork& work) {
  drop_changed();
  const bool sees_all = work.heard_ && !work.changed_ && work.glance_.clear;
  if (!sees_all || !work.scan_->content().self_contained) return;
  if (!are_same(work.folders_, work.glance_) || (*work.page_)->text.size() > kMostBytes) return;
  kept_in(work.format_).put(work.folder_, {*work.page_, work.glance_, work.watches_});
}

void ListingCache::drop_changed() {
  watch_.read([this](std::optional<FolderWatch::Id> changed) { drop(changed); });
}

void ListingCache::drop(std::optional<FolderWatch::Id> watched) {
  for (Lru<Kept>& pages : kept_)
    pages.erase_if([&](const Kept& kept) { return is_at(watched, kept.watches); });
  for (const auto& weak : making_)
    if (const auto work = weak.lock(); work && is_at(watched, work->watches_))
      work->changed_ = true;
}

void ListingCache::forget() {
  drop(std::nullopt);
  watch_.forget();
}

}  // namespace gauntlet::server_pool::store
