#include "orchestrator/process/find_program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "base/split.h"

namespace gauntlet::orchestrator::process {

bool is_program(const std::string& path) {
  std::error_code error;
  return ::access(path.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(path, error);
}

std::string find_program(const std::string& name, const std::string& folders) {
  for (std::string_view rest = folders; !rest.empty();) {
    const std::string_view folder = take_until(rest, ':');
    const std::filesystem::path found = std::filesystem::path(folder) / name;
    if (!folder.empty() && is_program(found)) return found.string();
  }
  return {};
}

std::string folders_of_system() {
  const char* const path = std::getenv("PATH");
  return fmt::format("{}:/usr/sbin:/sbin", path == nullptr ? "" : path);
}

}  // namespace gauntlet::orchestrator::process
