#include "orchestrator/process/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/process.h"
#include "orchestrator/process/become.h"
#include "orchestrator/process/pipes.h"

namespace gauntlet::orchestrator::process {
namespace {

// fork(2), with a descriptor of the child that is readable when it has ended. What pidfd_open would
// give as well, but for containers that refuse that call. The child may do system calls only.
pid_t fork_with(UniqueFd& pidfd) {
  int descriptor = -1;
  const long pid = ::syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, nullptr, &descriptor, nullptr, 0);
  if (pid < 0) throw_errno("cannot start a process");
  if (pid > 0) pidfd.reset(descriptor);
  return static_cast<pid_t>(pid);
}

}  // namespace

std::string to_string(const ExitStatus& status) { return describe_end(status.code, status.signal); }

Child::Child(ChildOptions options) : options_(std::move(options)) {
  std::vector<char*> argv;
  for (std::string& argument : options_.argv) argv.push_back(argument.data());
  argv.push_back(nullptr);
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe failure = make_pipe();  // closed by a successful exec, else carries errno
  const UniqueFd log = options_.stderr_file.empty() ? UniqueFd() : open_log(options_.stderr_file);

  const pid_t parent = ::getpid();
  pid_ = fork_with(pidfd_);
  if (pid_ == 0) {
    become(argv.data(), parent,
           {.in = in.read_end.get(), .out = out.write_end.get(), .err = log.get()});
    const int error = errno;
    (void)!::write(failure.write_end.get(), &error, sizeof error);
    ::_exit(127);
  }
  ::setpgid(pid_, pid_);  // in the parent too: whoever comes first
  failure.write_end.reset();
  int error = 0;
  if (::read(failure.read_end.get(), &error, sizeof error) == sizeof error) {
    ::waitpid(pid_, nullptr, 0);
    throw Error(fmt::format("cannot run '{}': {}", options_.argv[0], std::strerror(error)),
                ExitCode::kUnable);
  }
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
