// Counts one request, however it ends.
#pragma once

#include "server_pool/counters.h"

namespace gauntlet::server_pool {

// The request counts as failed unless succeeded() was called: also when the worker ends, or an
// exception passes, in the middle of it.
class Tally {
 public:
  Tally(WorkerCounters& counters, Operation operation)
      : counters_(counters), operation_(operation) {}
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;
  ~Tally() {
    counters_.of(operation_).add(1);
    if (!succeeded_) counters_.failed_requests.add(1);
  }

  void succeeded() { succeeded_ = true; }

 private:
  WorkerCounters& counters_;
  Operation operation_;
  bool succeeded_ = false;
};

}  // namespace gauntlet::server_pool
