#include "orchestrator/process/pause.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "base/error.h"

namespace gauntlet::orchestrator::process {

Pause::Pause() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGUSR1);
  ::sigaddset(&signals, SIGUSR2);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  fd_.reset(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_) throw_errno("cannot watch for signals");
}

bool Pause::asked() {
  signalfd_siginfo signal{};
  while (::read(fd_.get(), &signal, sizeof signal) > 0) asked_ = signal.ssi_signo == SIGUSR1;
  return asked_;
}

void Pause::await_end(const Interrupt& interrupt) {
  std::array<pollfd, 2> waiting{{{fd_.get(), POLLIN, 0}, {interrupt.fd(), POLLIN, 0}}};
  while (asked() && !interrupt.raised()) ::poll(waiting.data(), waiting.size(), -1);
}

}  // namespace gauntlet::orchestrator::process
