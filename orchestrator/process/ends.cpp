#include "orchestrator/process/ends.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "orchestrator/process/pipes.h"

namespace gauntlet::orchestrator::process {

Ends::Ends(const std::vector<int>& pids) {
  for (const int pid : pids) {
    UniqueFd running(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (running) running_.push_back(std::move(running));
  }
}

bool Ends::await(SteadyTime deadline) {
  for (const UniqueFd& running : running_) {
    pollfd waiting{running.get(), POLLIN, 0};
    if (::poll(&waiting, 1, remaining_ms(deadline)) == 0) return false;
  }
  return true;
}

}  // namespace gauntlet::orchestrator::process
