// Making folders, among them one for what is needed only as long as a program runs.
#pragma once

#include <filesystem>
#include <string>

#include "base/marked_folder.h"

namespace gauntlet {

// Makes the folder, and those above it, where it is not there. Throws Error (kUnable).
void make_folder(const std::filesystem::path& path);

// Where the system keeps what is needed for a while: TMPDIR, or /tmp. Throws Error (kUnable).
std::filesystem::path folder_for_temporaries();

// Owns the folder: made, emptied and removed with this object.
class OwnFolder {
 public:
  // Makes parent/<prefix>XXXXXX, and parent where it is not there. Removes what killed programs
  // left behind in parent under the same prefix, as far as it is ours (marked_folder.h). Throws
  // Error (kUnable).
  OwnFolder(const std::filesystem::path& parent, const std::string& prefix);
  OwnFolder(OwnFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }  // absolute

 private:
  MarkedFolder folder_;
  std::filesystem::path path_;
};

}  // namespace gauntlet
