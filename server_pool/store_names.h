// Names in the store: which are allowed, and which are the store's own.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::server_pool {

// A relative path of plain segments: not empty, no "." or "..", no NUL, nothing longer than the
// kernel takes, and none of the store's own hidden names.
bool is_valid_name(std::string_view name);

// The name of an upload in the making; no two are the same on one machine while both processes run.
std::string hidden_upload_name();
bool is_hidden_upload(std::string_view name);
// The process that made a hidden name.
std::optional<pid_t> owner_of_upload(std::string_view name);

// "folder/a.bin" -> "folder" and "a.bin"; no folder: "".
struct SplitName {
  std::string_view folder{};
  std::string_view base{};
};
SplitName split_name(std::string_view name);

}  // namespace gauntlet::server_pool
