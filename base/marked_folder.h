// Folders that are ours to delete, also when the program that made them was killed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"

namespace gauntlet {

// The file that proves it. What it says fits this one folder only, so that no copy or renamed
// folder is taken for ours, and its owner holds a lock on it, which dies with the process. A
// folder's name is no proof, and neither is a pid, which another container has, too.
inline constexpr const char* kFolderMark = ".gauntlet-owned";

// Owns a folder: made, and removed with all that is in it, with this object.
class MarkedFolder {
 public:
  // Makes <prefix>XXXXXX, for its user alone, in an open folder. Nothing, and errno says why, when
  // it cannot be made. On a file system without locks it carries no proof: what a killed program
  // leaves there stays.
  static std::optional<MarkedFolder> make(int parent, std::string_view prefix);
  MarkedFolder(MarkedFolder&&) noexcept = default;
  MarkedFolder& operator=(MarkedFolder&&) = delete;
  // Leaves a folder that no longer has its name.
  ~MarkedFolder();

  int fd() const { return folder_.get(); }
  const std::string& name() const { return name_; }

 private:
  MarkedFolder() = default;

  UniqueFd parent_{};
  std::string name_{};
  UniqueFd folder_{};
  UniqueFd mark_{};  // locked; none: moved from
};

// Removes, in an open folder, what carries the prefix and our mark, and whose owner is gone: with
// all that is in it, but nothing through symbolic links or on other mounts. Returns the names.
std::vector<std::string> remove_abandoned(int parent, std::string_view prefix);

}  // namespace gauntlet
