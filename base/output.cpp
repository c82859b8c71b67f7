#include "base/output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/error.h"

namespace gauntlet {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<int> stdout_error{0};  // the first

// How stderr is written to without ever waiting for its reader.
enum class Way {
  kAsk,   // poll first, and then write no more than what a pipe that is ready takes at once
  kCopy,  // through a file description of our own that does not block
  kSend,  // a socket
  kFile,  // has no reader
};

std::atomic<Way> way{Way::kAsk};
int copy_of_stderr = -1;
std::atomic<std::uint64_t> lost{0};  // messages since the last that was taken
std::atomic<bool> cut{false};        // of the last message only a part was taken

void note_stdout_error(int error) {
  int none = 0;
  stdout_error.compare_exchange_strong(none, error);
}

void open_if_closed(int fd, int flags) {
  if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) return;
  // The lowest descriptor that is free, which is this one.
  if (::open("/dev/null", flags) < 0)
    throw_errno(fmt::format("descriptor {} is closed, and /dev/null cannot take its place", fd));
}

// To set O_NONBLOCK on stderr itself would set it for every process that shares it.
void choose_way() {
  if (copy_of_stderr >= 0) ::close(copy_of_stderr);
  copy_of_stderr = -1;
  way = Way::kAsk;
  lost = 0;
  cut = false;
  struct stat status {};
  if (::fstat(STDERR_FILENO, &status) != 0) return;
  if (S_ISREG(status.st_mode)) way = Way::kFile;
  if (S_ISSOCK(status.st_mode)) way = Way::kSend;
  if (!S_ISFIFO(status.st_mode) && ::isatty(STDERR_FILENO) == 0) return;
  copy_of_stderr = ::open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (copy_of_stderr >= 0) way = Way::kCopy;
}

bool takes_more(std::chrono::milliseconds patience) {
  pollfd waiting{STDERR_FILENO, POLLOUT, 0};
  return ::poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
}

// As write(2) on a descriptor that does not block.
ssize_t write_some(std::string_view text) {
  switch (way) {
    case Way::kCopy:
      return ::write(copy_of_stderr, text.data(), text.size());
    case Way::kSend:
      return ::send(STDERR_FILENO, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    case Way::kFile:
      return ::write(STDERR_FILENO, text.data(), text.size());
    case Way::kAsk:
      break;
  }
  if (takes_more({}))
    return ::write(STDERR_FILENO, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
  errno = EAGAIN;
  return -1;
}

// How much of it was taken.
std::size_t write_until(std::string_view text, Clock::time_point deadline) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = write_some(text.substr(written));
    if (n > 0) {
      written += static_cast<std::size_t>(n);
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n == 0 || errno != EAGAIN) break;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0 || !takes_more(left)) break;
  }
  return written;
}

}  // namespace

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  open_if_closed(STDIN_FILENO, O_RDONLY);
  open_if_closed(STDOUT_FILENO, O_RDONLY);
  open_if_closed(STDERR_FILENO, O_WRONLY);
  choose_way();
}

void write_stdout(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) note_stdout_error(errno);
}

int flush_stdout() {
  if (std::fflush(stdout) != 0) note_stdout_error(errno);
  // Some file systems say only at a close that there was no room.
  const int copy = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0 && ::close(copy) != 0) note_stdout_error(errno);
  return stdout_error;
}

bool write_stderr(std::string_view text, std::chrono::milliseconds patience) noexcept try {
  const std::uint64_t missing = lost.exchange(0);
  const bool was_cut = cut.exchange(false);
  std::string before = was_cut ? "\n" : "";
  if (missing == 1) before += "(1 message before this one was lost)\n";
  if (missing > 1) before += fmt::format("({} messages before this one were lost)\n", missing);
  const std::string whole = before.empty() ? "" : before.append(text);
  if (!whole.empty()) text = whole;
  const std::size_t written = write_until(text, Clock::now() + patience);
  if (written == text.size()) return true;
  cut = was_cut || written > 0;
  lost += written > 0 ? 1 : missing + 1;
  return false;
} catch (...) {
  ++lost;
  return false;
}

bool stderr_redraws() {
  const char* const terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && *terminal != '\0' &&
         std::string_view(terminal) != "dumb";
}

}  // namespace gauntlet
