// The content of small files that a worker keeps in memory, so that a request for one of them costs
// a look and no reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

#include "server_pool/clock.h"
#include "server_pool/counters.h"
#include "server_pool/store/file_cache.h"
#include "server_pool/store/lru.h"
#include "server_pool/store/served_file.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::store {

// Larger files are sent from the kernel's page cache, which copies less than memory of our own
// (docs/caching.md has what was measured).
inline constexpr std::uint64_t kMostContentBytes = 64 * kKiB;

// Before a file is answered from here, its name is looked at: only what is the same file, unchanged
// in size, times and permissions, at the end of a way without symbolic links, is. What changed
// less than a moment ago is not kept, since times of files move in steps, and two changes within
// one step look like one; nor is what lies on a file system that other machines change, or is
// larger than kMostContentBytes. docs/caching.md says what remains. Of one worker.
class ContentCache {
 public:
  // Store, files, counters and the switch, 1 for on, outlive the cache. Of what was asked for last,
  // at most capacity bytes are kept, names and what keeping them takes included.
  ContentCache(const Store& store, FileCache& files, std::uint64_t capacity, const Counter& on,
               WorkerCounters& counters, WallClock clock = wall_now_ns)
      : store_(store),
        files_(files),
        capacity_(capacity),
        on_(on),
        counters_(counters),
        clock_(clock) {
    counters_.cache_bytes.set(0);  // of a worker that died
  }

  // The file of that name, as the store would open it now: with its content, or open.
  tl::expected<SharedFile, StoreError> open(std::string_view name);

  // Lets go of all that is kept, where it has been switched off.
  void forget_if_off();

 private:
  struct Kept {
    SharedFile file{};
    Glance glance{};
    std::uint64_t bytes = 0;  // that it takes
  };

  bool is_on() const { return on_.get() != 0; }
  SharedFile read(std::string_view name, const SharedFile& file);
  void keep(std::string_view name, const SharedFile& file, const Glance& glance);
  void drop(std::string_view name);

  const Store& store_;
  FileCache& files_;
  std::uint64_t capacity_;
  const Counter& on_;
  WorkerCounters& counters_;
  WallClock clock_;
  Lru<Kept> kept_{SIZE_MAX};
  std::uint64_t bytes_ = 0;  // of all
};

}  // namespace gauntlet::server_pool::store
