#include "server_pool/access_log/access_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "base/utf8.h"

namespace gauntlet::server_pool::access_log {
namespace {

// So many bytes are appended at once; what one request's line may add to them is bounded by the
// longest head.
constexpr std::size_t kGatheredBytes = 64 * kKiB;

// O_NONBLOCK: of a pipe, nobody waits for its reader.
UniqueFd open_log(const std::string& path) {
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  return UniqueFd(::open(path.c_str(), kFlags, 0644));
}

UniqueFd require_log(const std::string& path) {
  UniqueFd file = open_log(path);
  if (file) return file;
  throw Error(fmt::format("--access-log: cannot write to '{}': {}", path, std::strerror(errno)),
              ExitCode::kUnable);
}

}  // namespace

void check_file(const std::string& path) { require_log(path); }

AccessLog::AccessLog(const std::string& path, AccessLogFormat format, WorkerCounters& counters)
    : path_(path), writer_(format), counters_(counters) {
  if (!path_.empty()) file_ = require_log(path_);
}

void AccessLog::add(const Entry& entry) {
  writer_.append(entry, lines_);
  if (lines_.size() >= kGatheredBytes) flush();
}

void AccessLog::flush() {
  if (lines_.empty()) return;
  if (cut_) lines_.insert(lines_.begin(), '\n');
  std::string_view rest = lines_;
  while (!rest.empty()) {
    const ssize_t n = ::write(file_.get(), rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    cut_ = rest[static_cast<std::size_t>(n) - 1] != '\n';
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (rest.empty())
    failing_ = false;
  else
    lose(rest, errno);
  lines_.clear();
}

void AccessLog::lose(std::string_view rest, int error) {
  const auto lines = std::count(rest.begin() + (rest.starts_with('\n') ? 1 : 0), rest.end(), '\n');
  counters_.lost_access_lines.add(static_cast<std::uint64_t>(lines));
  if (std::exchange(failing_, true)) return;
  spdlog::error("the access log '{}' takes no more: {}; its lines are dropped and counted",
                printable(path_), std::strerror(error));
}

void AccessLog::reopen() {
  if (!is_on()) return;
  flush();
  if (UniqueFd file = open_log(path_)) {
    file_ = std::move(file);
    cut_ = false;
  } else {
    spdlog::error("cannot open the access log '{}' anew: {}; going on in the old file",
                  printable(path_), std::strerror(errno));
  }
}

}  // namespace gauntlet::server_pool::access_log
