#include "base/own_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "base/error.h"

namespace gauntlet {
namespace {

namespace fs = std::filesystem;

// Nothing, and errno says why, when the folder is locked by its owner or not there any more.
UniqueFd lock(const fs::path& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return UniqueFd();
  return fd;
}

bool is_still(const UniqueFd& locked, const fs::path& folder) {
  struct stat mine {};
  struct stat there {};
  return locked && ::fstat(locked.get(), &mine) == 0 && ::stat(folder.c_str(), &there) == 0 &&
         mine.st_ino == there.st_ino;
}

void remove_abandoned(const fs::path& parent, const std::string& prefix) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    if (const UniqueFd mine = lock(entry.path())) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw Error(fmt::format("cannot make the folder '{}': {}", path.string(), error.message()),
                ExitCode::kUnable);
}

OwnFolder::OwnFolder(const fs::path& parent, const std::string& prefix) {
  make_folder(parent);
  remove_abandoned(parent, prefix);
  // Again when somebody took it for abandoned before it was locked.
  while (!is_still(lock_, path_)) {
    std::string path = (fs::absolute(parent) / (prefix + "XXXXXX")).string();
    if (::mkdtemp(path.data()) == nullptr)
      throw_errno(fmt::format("cannot make a folder in '{}'", parent.string()));
    path_ = path;
    lock_ = lock(path_);
    if (!lock_ && errno != EWOULDBLOCK && errno != ENOENT)
      throw_errno(fmt::format("cannot lock '{}'", path_.string()));
  }
}

OwnFolder::~OwnFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace gauntlet
