// The signals that ask for a stop (base/process.h) as something to poll for.
#pragma once

#include "base/unique_fd.h"

namespace gauntlet::orchestrator::process {

// From its making on these signals end nothing by themselves; they make fd() readable, for good.
// One a process, made before any thread.
class Interrupt {
 public:
  Interrupt();

  int fd() const { return fd_.get(); }
  bool raised() const;

 private:
  UniqueFd fd_;
};

}  // namespace gauntlet::orchestrator::process
