// Names in the store: which are allowed, and which are the store's own.
#pragma once

#include <string_view>

namespace gauntlet::server_pool::store {

// A relative path of plain segments: not empty, no "." or "..", no NUL, nothing longer than the
// kernel takes, and none of the store's own hidden names.
bool is_valid_name(std::string_view name);

// Uploads in the making lie in folders whose names begin so. Nothing of such a name is listed,
// served or taken; whether it is ours to delete is another question (base/marked_folder.h).
inline constexpr std::string_view kUploadFolderPrefix = ".gauntlet-uploads.";
bool is_hidden_upload(std::string_view name);

// "folder/a.bin" -> "folder" and "a.bin"; no folder: "".
struct SplitName {
  std::string_view folder{};
  std::string_view base{};
};
SplitName split_name(std::string_view name);

}  // namespace gauntlet::server_pool::store
