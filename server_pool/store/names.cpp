#include "server_pool/store/names.h"

#include <limits.h>

#include <cstddef>

namespace gauntlet::server_pool::store {
namespace {

bool is_valid_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." && segment.size() <= NAME_MAX &&
         !is_hidden_upload(segment);
}

}  // namespace

bool is_valid_name(std::string_view name) {
  if (name.empty() || name.size() >= PATH_MAX) return false;
  if (name.find('\0') != std::string_view::npos) return false;
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos;
       slash = name.find('/')) {
    if (!is_valid_segment(name.substr(0, slash))) return false;
    name.remove_prefix(slash + 1);
  }
  return is_valid_segment(name);
}

bool is_hidden_upload(std::string_view name) { return name.starts_with(kUploadFolderPrefix); }

SplitName split_name(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  if (slash == std::string_view::npos) return {.base = name};
  return {.folder = name.substr(0, slash), .base = name.substr(slash + 1)};
}

}  // namespace gauntlet::server_pool::store
