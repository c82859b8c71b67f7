// The files that a worker keeps open, so that a request for one of them costs a look instead of
// opening, asking and closing.
#pragma once

#include <cstddef>
#include <string_view>
#include <tl/expected.hpp>

#include "server_pool/store/lru.h"
#include "server_pool/store/served_file.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::store {

// Never stale: at each request the store is looked at, and only what is the same file, unchanged in
// size, times and permissions, at the end of a way without symbolic links, is served from here.
// What is written to a file while times stand still is seen as well, as it is the file itself that
// is kept, not its content. Of one worker.
class FileCache {
 public:
  // The store outlives the cache. At most so many files are kept open (at least 1).
  FileCache(const Store& store, std::size_t capacity) : store_(store), files_(capacity) {}

  // The file of that name, as the store would open it now.
  tl::expected<SharedFile, StoreError> open(std::string_view name);

  // Closes all: a file that was removed takes space as long as it is open.
  void forget() { files_.clear(); }

 private:
  struct Kept {
    SharedFile file{};
    Glance glance{};  // when it was opened
  };

  tl::expected<SharedFile, StoreError> open_anew(std::string_view name);

  const Store& store_;
  Lru<Kept> files_;
};

// How many files each of so many workers in one process may keep open: few beside the connections
// that the limit of open files is there for.
std::size_t file_cache_capacity(std::size_t workers);

}  // namespace gauntlet::server_pool::store
