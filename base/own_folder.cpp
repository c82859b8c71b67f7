#include "base/own_folder.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <optional>
#include <system_error>

#include "base/error.h"
#include "base/unique_fd.h"

namespace gauntlet {
namespace {

namespace fs = std::filesystem;

MarkedFolder make(const fs::path& parent, const std::string& prefix) {
  make_folder(parent);
  const UniqueFd opened(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened) throw_errno(fmt::format("cannot open the folder '{}'", parent.string()));
  remove_abandoned(opened.get(), prefix);
  std::optional<MarkedFolder> made = MarkedFolder::make(opened.get(), prefix);
  if (!made) throw_errno(fmt::format("cannot make a folder in '{}'", parent.string()));
  return std::move(*made);
}

}  // namespace

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw Error(fmt::format("cannot make the folder '{}': {}", path.string(), error.message()),
                ExitCode::kUnable);
}

fs::path folder_for_temporaries() {
  std::error_code error;
  const fs::path folder = fs::temp_directory_path(error);
  if (!error) return folder;
  throw Error(fmt::format("there is no folder for temporary files: {}; name one in TMPDIR",
                          error.message()),
              ExitCode::kUnable);
}

OwnFolder::OwnFolder(const fs::path& parent, const std::string& prefix)
    : folder_(make(parent, prefix)), path_(fs::absolute(parent) / folder_.name()) {}

}  // namespace gauntlet
