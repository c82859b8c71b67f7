// The listings of a worker: each is made once for all who ask for it at the same time, and kept as
// long as nothing changes, so that a request for one that is kept costs two looks instead of one at
// every file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/crc32c.h"
#include "server_pool/shared_work.h"
#include "server_pool/store/folder_watch.h"
#include "server_pool/store/lru.h"
#include "server_pool/store/store.h"
#include "wire/listing.h"

namespace gauntlet::server_pool::store {

// A folder's listing, rendered.
struct Page {
  std::string text{};
  std::uint32_t crc32c = 0;  // of text
};
using SharedPage = std::shared_ptr<const Page>;

// The folder in each of the store's, none where there is none of that name, and what is heard of
// it.
using Folders = std::array<UniqueFd, kMaxStoreFolders>;
using Watches = std::array<std::optional<FolderWatch::Id>, kMaxStoreFolders>;

class ListingCache;

// A listing in the making.
class ListingWork final : public SharedWork {
 public:
  // The cache outlives the work.
  ListingWork(ListingCache& cache, std::string_view folder, wire::ListingFormat format,
              std::shared_ptr<ListingWork> before);

  // Once it is done.
  const tl::expected<SharedPage, StoreError>& page() const { return page_; }

 private:
  friend class ListingCache;
  bool do_part() override;
  bool begin();
  bool read();
  void begin_to_render();
  void render();

  ListingCache& cache_;
  const std::string folder_;
  const wire::ListingFormat format_;
  tl::expected<SharedPage, StoreError> page_{tl::unexpected(StoreError::kFailed)};

  Folders folders_{};
  Watches watches_{};
  bool heard_ = true;     // all of the folders are watched
  bool changed_ = false;  // something happened in them since
  std::optional<FolderScan> scan_{};
  Glance glance_{};  // at the folder's name, after it was read
  std::shared_ptr<Page> rendering_{};
  std::optional<wire::ListingWriter> writer_{};  // into rendering_
  Crc32c crc32c_{};                              // of as many of its bytes
  std::size_t summed_ = 0;
};

// Before a listing is answered from what is kept, it is asked whether anything happened in the
// folder (see FolderWatch), and looked at whether the folder has its name still, at the end of a
// way without symbolic links. What cannot be watched so, holds what changes elsewhere
// (FolderContent), or is large, is made again for later requests. Times that change unheard, by a
// writer who maps a file into memory, are late until he closes it, but no later than the next
// forget(). Of one worker.
class ListingCache {
 public:
  explicit ListingCache(const Store& store) : store_(store) {}  // which outlives the cache

  // The listing that is kept; nothing when it has to be made. "" is the root.
  SharedPage find(std::string_view folder, wire::ListingFormat format);
  // The work that makes it. Joined by all who ask before it begins to read, so that everybody gets
  // what the folder held after he asked.
  std::shared_ptr<ListingWork> make(std::string_view folder, wire::ListingFormat format);

  // Makes anew all that is asked for from now on, and watches nothing until then.
  void forget();

 private:
  friend class ListingWork;
  struct Kept {
    SharedPage page{};
    Glance glance{};
    Watches watches{};
  };
  static constexpr std::size_t kMostListings = 16;        // of each format
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of one that is kept

  void watch(ListingWork& work);
  void keep(ListingWork& work);
  void drop_changed();
  void drop(std::optional<FolderWatch::Id> watched);
  Lru<Kept>& kept_in(wire::ListingFormat format) { return kept_[static_cast<std::size_t>(format)]; }

  const Store& store_;
  FolderWatch watch_{};
  std::vector<std::weak_ptr<ListingWork>> making_{};  // few, those that are gone included
  std::array<Lru<Kept>, wire::kListingFormats> kept_{
      Lru<Kept>(kMostListings), Lru<Kept>(kMostListings), Lru<Kept>(kMostListings)};
};

}  // namespace gauntlet::server_pool::store
