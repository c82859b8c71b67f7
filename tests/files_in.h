// Counts what a test finds in a folder.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/marked_folder.h"

namespace gauntlet {

// Files at any depth, also half an upload in its hidden folder, but not the marks of such folders.
inline std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (!entry.is_directory() && entry.path().filename() != kFolderMark) ++files;
  return files;
}

}  // namespace gauntlet
