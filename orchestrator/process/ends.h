// The ends of processes that are not our children, as workers of a pool are.
#pragma once

#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::process {

// From its making on, so that a pid that is used again later is no other process.
class Ends {
 public:
  explicit Ends(const std::vector<int>& pids);

  // Waits until all have ended, and let go of their sockets. False: not before the deadline.
  bool await(SteadyTime deadline);

 private:
  std::vector<UniqueFd> running_;
};

}  // namespace gauntlet::orchestrator::process
