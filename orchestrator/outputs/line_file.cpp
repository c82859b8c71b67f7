#include "orchestrator/outputs/line_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace gauntlet::orchestrator::outputs {
namespace {

using std::chrono::steady_clock;

bool is_fifo(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

// Whether a file, but no FIFO or device, ends within a line; false when it cannot be told.
bool ends_within_line(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
    return false;
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char last = '\n';
  return file && ::pread(file.get(), &last, 1, status.st_size - 1) == 1 && last != '\n';
}

bool takes_more(int fd, steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
  pollfd waiting{fd, POLLOUT, 0};
  return ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) > 0;
}

std::string describe(int error) {
  if (error == ENXIO || error == EPIPE) return "nobody reads it";
  return error == EAGAIN ? "its reader is too slow" : std::strerror(error);
}

}  // namespace

LineFile::LineFile(std::string path) : path_(std::move(path)) {
  const int error = open();
  if (error != 0 && !(error == ENXIO && is_fifo(path_)))
    throw Error(
        fmt::format("'{}' cannot be written: {}; name a file or a FIFO in a folder that is there",
                    path_, std::strerror(error)));
  begin_with_break_ = ends_within_line(path_);
}

int LineFile::open() {
  fd_.reset(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                   0644));
  return fd_ ? 0 : errno;
}

std::uint64_t LineFile::write(std::string& text, steady_clock::time_point deadline) {
  problem_.clear();
  if (text.empty()) return 0;
  int error = fd_ ? 0 : open();
  if (error == 0 && std::exchange(begin_with_break_, false)) text.insert(text.begin(), '\n');
  std::size_t written = 0;
  while (error == 0 && written < text.size()) {
    const ssize_t n = ::write(fd_.get(), text.data() + written, text.size() - written);
    if (n > 0) written += static_cast<std::size_t>(n);
    if (n == 0) error = ENOSPC;
    if (n < 0 && errno != EINTR) error = errno;
    if (error == EAGAIN && takes_more(fd_.get(), deadline)) error = 0;
  }
  if (written > 0) within_line_ = text[written - 1] != '\n';
  text.erase(0, written);
  if (error != 0) problem_ = describe(error);
  if (error != EPIPE) return 0;
  fd_.reset();
  if (!std::exchange(within_line_, false)) return 0;
  text.erase(0, text.find('\n') + 1);
  return 1;
}

void LineFile::give_up() { begin_with_break_ = std::exchange(within_line_, false); }

}  // namespace gauntlet::orchestrator::outputs
