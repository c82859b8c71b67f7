#include "orchestrator/process/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/process.h"
#include "orchestrator/process/pipes.h"
#include "orchestrator/process/spawn.h"

namespace gauntlet::orchestrator::process {
std::string to_string(const ExitStatus& status) { return describe_end(status.code, status.signal); }

Child::Child(ChildOptions options) : options_(std::move(options)) {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  const UniqueFd log = options_.stderr_file.empty() ? UniqueFd() : open_log(options_.stderr_file);
  const int err = options_.joins_streams ? out.write_end.get() : log.get();
  Spawned spawned =
      spawn(options_.argv, {.in = in.read_end.get(), .out = out.write_end.get(), .err = err},
            options_.place);
  pid_ = spawned.pid;
  pidfd_ = std::move(spawned.pidfd);
  stdin_ = std::move(in.write_end);
  stdout_ = std::move(out.read_end);
  ::fcntl(stdout_.get(), F_SETFL, O_NONBLOCK);
}

Child::~Child() { kill(); }

// One read, so that who writes without end does not hold up who calls. False when nothing came.
bool Child::fill() {
  std::array<char, 65536> chunk;
  const ssize_t n = ::read(stdout_.get(), chunk.data(), chunk.size());
  if (n > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(n));
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) end_of_output_ = true;
  return n > 0;
}

bool Child::take_line(std::string& line) {
  const std::size_t end = buffer_.find('\n', searched_);
  searched_ = end == std::string::npos ? buffer_.size() : 0;
  if (end == std::string::npos && (!end_of_output_ || buffer_.empty())) return false;
  line = buffer_.substr(0, end);
  buffer_.erase(0, end == std::string::npos ? end : end + 1);
  searched_ = 0;
  return true;
}

Got Child::read_line(std::string& line, SteadyTime deadline) {
  while (!take_line(line)) {
    if (!has_room()) return Got::kTooLong;
    if (end_of_output_) return Got::kEnd;
    std::array<pollfd, 2> waiting{{{stdout_.get(), POLLIN, 0}, {options_.interrupt_fd, POLLIN, 0}}};
    const int left = remaining_ms(deadline);
    const int ready = ::poll(waiting.data(), waiting.size(), left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Got::kLate;
    if (waiting[1].revents != 0) return Got::kInterrupted;  // also of who never stops to write
    fill();
    if (left == 0) return take_line(line) ? Got::kLine : Got::kLate;
  }
  return Got::kLine;
}

void Child::send_signal(int signal) {
  if (status_) return;
  ::kill(pid_, signal);
  ::kill(-pid_, SIGCONT);  // who is stopped hears nothing, nor does who waits for it
}

void Child::send_to_group(int signal) {
  if (!status_) ::kill(-pid_, signal);
}

std::optional<ExitStatus> Child::wait(SteadyTime deadline) {
  while (!status_) {
    std::array<pollfd, 3> waiting{{{pidfd_.get(), POLLIN, 0},
                                   {wants_output() ? stdout_.get() : -1, POLLIN, 0},
                                   {options_.interrupt_fd, POLLIN, 0}}};
    const int left = remaining_ms(deadline);
    const int ready = ::poll(waiting.data(), waiting.size(), left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return std::nullopt;
    if (waiting[1].revents != 0) fill();
    if (waiting[0].revents != 0) return reap();
    if (waiting[2].revents != 0 || left == 0) return std::nullopt;
  }
  return status_;
}

ExitStatus Child::kill() {
  if (status_) return *status_;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  return reap();
}

ExitStatus Child::reap() {
  ExitStatus status;
  int raw = 0;
  while (::wait4(pid_, &raw, 0, &status.usage) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(raw))
    status.signal = WTERMSIG(raw);
  else
    status.code = WEXITSTATUS(raw);
  ::kill(-pid_, SIGKILL);  // whatever of its group is left
  while (wants_output() && fill()) {
  }
  status_ = status;
  return status;
}

}  // namespace gauntlet::orchestrator::process
