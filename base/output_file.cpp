#include "base/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "base/error.h"
#include "base/unique_fd.h"

namespace gauntlet {
namespace {

// Whether a file of that name can be written, also by who may write everywhere but where nobody
// can. What was not there is not there afterwards.
bool can_be_written(const std::filesystem::path& file) {
  std::error_code error;
  const auto kind = std::filesystem::status(file, error).type();
  if (kind == std::filesystem::file_type::directory) return false;
  const bool is_new = kind == std::filesystem::file_type::not_found;
  if (!is_new && kind != std::filesystem::file_type::regular)
    return ::access(file.c_str(), W_OK) == 0;  // opening a pipe or a device may do something
  const UniqueFd opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC | (is_new ? O_CREAT : 0), 0644));
  if (opened && is_new) std::filesystem::remove(file, error);
  return static_cast<bool>(opened);
}

}  // namespace

void check_can_write(const std::string& option, const std::filesystem::path& file) {
  if (file.empty()) throw Error(fmt::format("{}: '' names no file", option));
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    throw Error(fmt::format("{}: '{}' is not a folder; create it or name another file", option,
                            folder.string()));
  if (!can_be_written(file))
    throw Error(
        fmt::format("{}: '{}' cannot be written; name another file", option, file.string()));
}

void write_file(const std::string& text, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw_errno(fmt::format("cannot write '{}'", file.string()));
}

}  // namespace gauntlet
