// Reads what a folder of the store holds, a part at a time.
#pragma once

#include <dirent.h>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/unique_fd.h"
#include "server_pool/store/paths.h"
#include "server_pool/store/store_time.h"
#include "wire/listing.h"

namespace gauntlet::server_pool::store {

struct ByName {
  bool operator()(const wire::Entry& a, const wire::Entry& b) const { return a.name < b.name; }
};

// Sorted as it is read: to sort a large folder at its end would hold up a worker.
struct FolderContent {
  std::set<wire::Entry, ByName> entries{};
  // Whatever changes what is listed of an entry happens in this folder. Not so where a symbolic
  // link stands for something elsewhere, and, unless only names are asked for, where a file has a
  // second name by which it may be written, and where a folder's time changes with what it holds.
  bool self_contained = true;
};

// What a listing tells of a folder: of every entry its kind, size and time, or the names of the
// files alone, for which most need no look.
enum class Detail : bool { kAll, kNames };

class FolderScan {
 public:
  // Reads the folder of that name in each of the store's folders; "" is these themselves. The name
  // must be valid. Of entries with the same name, the first counts.
  FolderScan(std::shared_ptr<const std::vector<UniqueFd>> roots, StoreTime time,
             std::string_view folder, Detail detail);

  // Reads at most so many entries more. True: the content is complete. An error where there is no
  // such folder, or when it cannot be read to its end.
  tl::expected<bool, StoreError> go_on(std::size_t most);
  FolderContent& content() { return content_; }

 private:
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };

  bool open_next();
  void take(const dirent& found);
  void look_at(const dirent& found);

  std::shared_ptr<const std::vector<UniqueFd>> roots_;
  StoreTime time_;
  std::string folder_;
  Detail detail_;
  FolderContent content_{};
  std::unique_ptr<DIR, Close> reading_{};
  std::size_t next_ = 0;  // of the roots, the one after that which is being read
  bool found_ = false;    // in one of the roots
  StoreError problem_ = StoreError::kNotFound;
};

}  // namespace gauntlet::server_pool::store
