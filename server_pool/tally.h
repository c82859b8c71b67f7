// Counts one request, however it ends.
#pragma once

#include "server_pool/counters.h"

namespace gauntlet::server_pool {

// Counts the request before it is answered, so that whoever has the answer finds it counted. It
// counts as failed unless succeeded() was called: also when the worker ends, or an exception
// passes, in the middle of it.
class Tally {
 public:
  // operation: null where it is none's.
  Tally(WorkerCounters& counters, const contract::Operation* operation) : counters_(counters) {
    counters_.of(operation).add(1);
  }
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;
  ~Tally() {
    if (!succeeded_) failed();
  }

  void succeeded() { succeeded_ = true; }
  // It is counted elsewhere.
  void rejected() { succeeded_ = true; }
  // For what is known to fail before it is answered.
  void failed() {
    if (!failed_) counters_.failed_requests.add(1);
    failed_ = true;
  }

 private:
  WorkerCounters& counters_;
  bool succeeded_ = false;
  bool failed_ = false;
};

}  // namespace gauntlet::server_pool
