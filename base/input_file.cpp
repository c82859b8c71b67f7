#include "base/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"
#include "base/units.h"

namespace gauntlet {
namespace {

constexpr std::chrono::milliseconds kPatience{60'000};  // for a pipe's next bytes

class Input {
 public:
  explicit Input(const std::filesystem::path& file) : name_(file.string()) {
    check_kind(file);
    // Without waiting for a pipe's other end, or becoming the session of a terminal.
    fd_.reset(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!fd_) fail_with_errno();
  }

  std::string read(std::uint64_t most) {
    std::string text;
    while (read_some(text)) {
      if (text.size() > most)
        fail(fmt::format("has more than {}", format_bytes(static_cast<double>(most))));
    }
    return text;
  }

 private:
  // Before it is opened, which some devices take for an order.
  void check_kind(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) fail_with_errno();
    pipe_ = S_ISFIFO(status.st_mode);
    if (pipe_ || S_ISREG(status.st_mode)) return;
    fail(S_ISDIR(status.st_mode) ? "is a folder; name a file" : "is a device; name a file");
  }

  // False at the end.
  bool read_some(std::string& text) {
    const ssize_t n = ::read(fd_.get(), chunk_.data(), chunk_.size());
    const int error = errno;
    if (n > 0) text.append(chunk_.data(), static_cast<std::size_t>(n));
    if (n == 0 && pipe_ && text.empty()) fail("is a pipe that nobody writes into; name a file");
    if (n >= 0) return n > 0;
    if (error == EAGAIN) return await_more();
    errno = error;
    if (error != EINTR) fail_with_errno();
    return true;
  }

  bool await_more() {
    pollfd waiting{fd_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(kPatience.count())) == 0)
      fail(fmt::format("is a pipe that gave nothing within {}", format_duration(kPatience)));
    return true;
  }

  [[noreturn]] void fail(const std::string& sentence) const {
    throw Error({.file = name_}, sentence);
  }
  [[noreturn]] void fail_with_errno() const {
    fail(fmt::format("cannot be read: {}", std::strerror(errno)));
  }

  std::string name_;
  UniqueFd fd_;
  bool pipe_ = false;
  std::vector<char> chunk_ = std::vector<char>(256 * kKiB);
};

}  // namespace

std::string read_input(const std::filesystem::path& file, std::uint64_t most_bytes) {
  return Input(file).read(most_bytes);
}

}  // namespace gauntlet
