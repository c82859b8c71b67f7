// Hears of changes within folders, by inotify.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/unique_fd.h"

namespace gauntlet::server_pool::store {

// Of one worker. What it does not hear of (inotify(7), "Limitations and caveats"): a file that is
// mapped into memory and written there changes its time without a word, until the writer closes it;
// a file with several names is heard of only in the folder of the one that it was opened by.
class FolderWatch {
 public:
  using Id = int;

  // Begins to watch an open folder; again the same id for the same folder. Nothing where the kernel
  // cannot tell of all changes: on file systems that others change too (network, FUSE), when no
  // more watches are to be had, or without /proc.
  std::optional<Id> add(int folder);
  // Watches nothing any more.
  void forget();

  // Calls changed for every watched folder in which something was created, written, renamed,
  // removed or touched since the last time; nothing instead of an id when that may be any of them.
  void read(const std::function<void(std::optional<Id>)>& changed);

 private:
  static constexpr std::size_t kMostWatches = 64;

  UniqueFd inotify_{};  // opened when it is first needed
  std::vector<Id> ids_{};
};

}  // namespace gauntlet::server_pool::store
