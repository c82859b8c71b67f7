// How long a worker is in the store: counted, and made longer where a fault asks for it.
#pragma once

#include "base/units.h"
#include "server_pool/clock.h"
#include "server_pool/counters.h"

namespace gauntlet::server_pool::store {

// What all calls of one worker take together. It is the time for which they block the worker: that
// of a disk where there is something to wait for, else little more than copying to and from the
// page cache. Sending files is not in it: that reads and sends in one.
class StoreTime {
 public:
  StoreTime() = default;  // counts nothing
  // Every call takes delay longer, and blocks as a slow disk would. The counter, of nanoseconds,
  // outlives this and all copies.
  StoreTime(Counter& spent_ns, Duration delay) : spent_ns_(&spent_ns), delay_(delay) {}

  // One call, from its construction to its end.
  class Call {
   public:
    explicit Call(const StoreTime& time);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call();

   private:
    const StoreTime& time_;
    SteadyTime begun_{};
  };

 private:
  Counter* spent_ns_ = nullptr;
  Duration delay_{};
};

}  // namespace gauntlet::server_pool::store
