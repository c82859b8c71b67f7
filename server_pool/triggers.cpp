#include "server_pool/triggers.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace gauntlet::server_pool {
namespace {

UniqueFd open_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  sigset_t stops;
  ::sigemptyset(&stops);
  ::sigaddset(&stops, SIGINT);
  ::sigaddset(&stops, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &stops, nullptr);
  UniqueFd signals(::signalfd(-1, &stops, SFD_NONBLOCK | SFD_CLOEXEC));
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

StopTriggers::StopTriggers(bool with_parent) : signals_(open_signals()), with_parent_(with_parent) {
  if (with_parent) parent_.reset(static_cast<int>(::syscall(SYS_pidfd_open, ::getppid(), 0)));
}

std::array<pollfd, 3> StopTriggers::waiting() const {
  return {{{signals_.get(), POLLIN, 0},
           {with_parent_ ? STDIN_FILENO : -1, POLLIN, 0},
           {parent_.get(), POLLIN, 0}}};
}

std::string StopTriggers::fired(const std::array<pollfd, 3>& polled) const {
  signalfd_siginfo signal{};
  if (polled[0].revents != 0 && ::read(signals_.get(), &signal, sizeof signal) == sizeof signal)
    return signal.ssi_signo == SIGINT ? "SIGINT" : "SIGTERM";
  if (polled[2].revents != 0 || stdin_closed(polled[1])) return "parent ended";
  return {};
}

}  // namespace gauntlet::server_pool
