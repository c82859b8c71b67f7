// A file that answers are made of, and what all of them say of it, rendered once.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet::server_pool::store {

// "\"<inode>-<size>-<mtime>\"", in hex: the same for the same version of a file only.
std::string entity_tag(const struct stat& status);

// All that is in a file.
struct Content {
  std::string bytes{};
  std::uint32_t crc32c = 0;
};

struct ServedFile {
  // fd may be -1 where the answer only speaks of the file.
  ServedFile(UniqueFd file, const struct stat& its_status);
  // A file of which all is in memory; none is open.
  ServedFile(const struct stat& its_status, Content its_content);

  UniqueFd fd;
  struct stat status;
  std::string tag;            // ETag
  std::string last_modified;  // as an HTTP date
  std::optional<Content> content{};
};

// Shared by the answers that are under way and by the worker's cache; of one thread.
using SharedFile = std::shared_ptr<const ServedFile>;

}  // namespace gauntlet::server_pool::store
