#include "orchestrator/process/interrupt.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <csignal>

#include "base/error.h"
#include "base/process.h"

namespace gauntlet::orchestrator::process {

Interrupt::Interrupt() {
  const sigset_t signals = stop_signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  fd_.reset(::signalfd(-1, &signals, SFD_CLOEXEC));
  if (!fd_) throw_errno("cannot watch for signals");
}

bool Interrupt::raised() const {
  pollfd waiting{fd_.get(), POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

}  // namespace gauntlet::orchestrator::process
