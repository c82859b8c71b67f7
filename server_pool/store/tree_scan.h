// Looks for what matches in a folder of the store and in all folders within it, a part at a time.
#pragma once

#include <dirent.h>
#include <sys/stat.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/unique_fd.h"
#include "contract/filters.h"
#include "server_pool/store/paths.h"
#include "server_pool/store/store_time.h"
#include "wire/listing.h"

namespace gauntlet::server_pool::store {

// What was found so far, in the order that the filters say; names are relative to the folder.
using Found = std::set<wire::Entry, contract::FoundOrder>;

// Symbolic links to files count as these files where GET would follow them; links to folders are
// not followed. Of files with the same name in the store's folders, the first counts. Folders that
// may not be read, and what vanishes meanwhile, are left out.
class TreeScan {
 public:
  // The folder's name must be valid; "" is the root.
  TreeScan(std::shared_ptr<const std::vector<UniqueFd>> roots, StoreTime time,
           std::string_view folder, const contract::Filters& filters);

  // Looks at no more than so many entries. True: it has looked at all. An error where there is no
  // such folder.
  tl::expected<bool, StoreError> go_on(std::size_t most);
  Found& found() { return found_; }
  // Whether there is more that matches than the filters' limit allows.
  bool cut() const { return cut_; }

 private:
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  // A folder that has to be read yet.
  struct Folder {
    std::size_t root = 0;
    std::size_t depth = 1;
    std::string name{};  // beneath the folder that the search is for; "" is that one
  };

  bool open_next();
  void take(const dirent& found);
  std::optional<struct stat> look_at(const dirent& found, const std::string& name) const;
  bool is_hidden(const std::string& name) const;
  std::string in_root(const std::string& name) const;
  void keep(wire::Entry entry);

  std::shared_ptr<const std::vector<UniqueFd>> roots_;
  StoreTime time_;
  std::string folder_;
  contract::Filters filters_;
  Found found_;
  std::vector<Folder> waiting_{};
  Folder here_{};  // the one that is being read
  std::unique_ptr<DIR, Close> reading_{};
  bool exists_ = false;  // in one of the roots
  bool cut_ = false;
  StoreError problem_ = StoreError::kNotFound;
};

}  // namespace gauntlet::server_pool::store
