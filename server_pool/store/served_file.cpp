#include "server_pool/store/served_file.h"

#include <fmt/format.h>

#include <utility>

#include "server_pool/store/digests.h"
#include "wire/http_date.h"

namespace gauntlet::server_pool::store {

std::string entity_tag(const struct stat& status) {
  const FileVersion version(status);
  return fmt::format("\"{:x}-{:x}-{:x}\"", version.inode, version.size, version.mtime_ns);
}

ServedFile::ServedFile(UniqueFd file, const struct stat& its_status)
    : fd(std::move(file)),
      status(its_status),
      tag(entity_tag(status)),
      last_modified(wire::http_date(status.st_mtim.tv_sec)) {}

ServedFile::ServedFile(const struct stat& its_status, Content its_content)
    : ServedFile(UniqueFd(), its_status) {
  content = std::move(its_content);
}

}  // namespace gauntlet::server_pool::store
