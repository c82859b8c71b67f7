#include "server_pool/pool/triggers.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/process.h"

namespace gauntlet::server_pool::pool {
namespace {

UniqueFd open_signals() {
  sigset_t all = stop_signals();
  ::sigaddset(&all, SIGUSR1);
  ::sigprocmask(SIG_BLOCK, &all, nullptr);
  UniqueFd signals(::signalfd(-1, &all, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals) throw_errno("cannot watch for signals");
  return signals;
}

bool stdin_closed(const pollfd& polled) {
  if (polled.revents == 0) return false;
  std::array<char, 256> ignored;
  const ssize_t n = ::read(polled.fd, ignored.data(), ignored.size());
  return n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN);
}

}  // namespace

// Containers may refuse pidfd_open, and kernels before 5.3 do not have it.
Triggers::Triggers(bool with_parent)
    : signals_(open_signals()), with_parent_(with_parent), parent_pid_(::getppid()) {
  if (with_parent) parent_.reset(static_cast<int>(::syscall(SYS_pidfd_open, parent_pid_, 0)));
}

std::array<pollfd, 3> Triggers::waiting() const {
  return {{{signals_.get(), POLLIN, 0},
           {with_parent_ ? STDIN_FILENO : -1, POLLIN, 0},
           {parent_.get(), POLLIN, 0}}};
}

Fired Triggers::fired(const std::array<pollfd, 3>& polled) const {
  signalfd_siginfo signal{};
  if (polled[0].revents != 0 && ::read(signals_.get(), &signal, sizeof signal) == sizeof signal) {
    const auto number = static_cast<int>(signal.ssi_signo);
    if (number == SIGUSR1) return {.reopen = true};
    return {.stop = std::string("SIG") + ::sigabbrev_np(number)};
  }
  if (with_parent_ && (stdin_closed(polled[1]) || ::getppid() != parent_pid_))
    return {.stop = "parent ended"};
  return {};
}

}  // namespace gauntlet::server_pool::pool
