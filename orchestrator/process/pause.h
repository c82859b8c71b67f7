// A pause between two runs, for which people ask by signals: SIGUSR1 begins it, SIGUSR2 ends it.
#pragma once

#include "base/unique_fd.h"
#include "orchestrator/process/interrupt.h"

namespace gauntlet::orchestrator::process {

// From its making on the two signals end nothing by themselves. Made before the threads that live
// while it does.
class Pause {
 public:
  Pause();

  // Whether a pause is asked for now: the last of the two signals was SIGUSR1.
  bool asked();
  // Until the pause is over, or a stop is asked for.
  void await_end(const Interrupt& interrupt);

 private:
  UniqueFd fd_;
  bool asked_ = false;
};

}  // namespace gauntlet::orchestrator::process
