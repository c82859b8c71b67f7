// Making folders, among them one for what is needed only as long as a program runs.
#pragma once

#include <filesystem>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet {

// Makes the folder, and those above it, where it is not there. Throws Error (kUnable).
void make_folder(const std::filesystem::path& path);

// Owns the folder: made, emptied and removed with this object. A lock on it, which dies with the
// process, tells which folders were left behind by a program that was killed.
class OwnFolder {
 public:
  // Makes parent/<prefix>XXXXXX, and parent where it is not there. Removes what was left behind in
  // parent under the same prefix. Throws Error (kUnable).
  OwnFolder(const std::filesystem::path& parent, const std::string& prefix);
  OwnFolder(OwnFolder&&) = delete;
  ~OwnFolder();

  const std::filesystem::path& path() const { return path_; }  // absolute

 private:
  std::filesystem::path path_;
  UniqueFd lock_;
};

}  // namespace gauntlet
