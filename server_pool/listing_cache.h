// The listings that a worker keeps rendered, so that a request for one of them costs two looks
// instead of one at every file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "server_pool/folder_watch.h"
#include "server_pool/lru.h"
#include "server_pool/store.h"

namespace gauntlet::server_pool {

enum class PageFormat : std::uint8_t { kJson, kHtml };

// A folder's listing, rendered.
struct Page {
  std::string text{};
  std::uint32_t crc32c = 0;  // of text
};
using SharedPage = std::shared_ptr<const Page>;

// Before a listing is answered from here, it is asked whether anything happened in the folder (see
// FolderWatch), and looked at whether the folder has its name still, at the end of a way without
// symbolic links. What cannot be watched so, or holds what changes elsewhere (FolderContent), is
// rendered at each request. Times that change unheard, by a writer who maps a file into memory, are
// late until he closes it, but no later than the next forget(). Of one worker.
class ListingCache {
 public:
  explicit ListingCache(const Store& store) : store_(store) {}  // which outlives the cache

  // "" is the root.
  tl::expected<SharedPage, StoreError> get(std::string_view folder, PageFormat format);

  // Renders anew all that is asked for from now on, and watches nothing until then.
  void forget();

 private:
  // Of the folder in each of the store's; nothing where there is none of that name.
  using Watches = std::array<std::optional<FolderWatch::Id>, kMaxStoreFolders>;
  struct Kept {
    SharedPage page{};
    Glance glance{};
    Watches watches{};
  };
  static constexpr std::size_t kMostListings = 16;        // of each format
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of one that is kept

  void drop_changed();
  void drop(std::optional<FolderWatch::Id> watched);
  tl::expected<SharedPage, StoreError> render_anew(std::string_view folder, PageFormat format);

  const Store& store_;
  FolderWatch watch_{};
  std::array<Lru<Kept>, 2> pages_{Lru<Kept>(kMostListings), Lru<Kept>(kMostListings)};  // by format
};

}  // namespace gauntlet::server_pool
