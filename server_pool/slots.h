// Who is served, and who waits: the slots of a worker. No sockets, no threads.
#pragma once

#include <cstdint>

#include "server_pool/clock.h"
#include "server_pool/counters.h"

namespace gauntlet::server_pool {

// Something that may have to wait for a slot. Leaves the queue when destroyed.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  virtual ~Waiter();

 private:
  friend class Slots;
  virtual void admitted() = 0;  // holds a slot now; may not destroy this object

  class Slots* queue_ = nullptr;
  Waiter* previous_ = nullptr;
  Waiter* next_ = nullptr;
};

// At most limit requests at once; whoever comes later waits in line, first come, first served.
//
// Counts slots_taken, slot_ns, queued, waiting, queue_ns and full_ns. The times are integrals:
// whenever something changes, so many slots were taken, and so many waited, since the change
// before.
class Slots {
 public:
  // limit 0: no limit. The counters outlive the slots.
  Slots(std::uint64_t limit, WorkerCounters& counters, Clock clock = steady_now)
      : limit_(limit), counters_(counters), clock_(clock) {
    counters_.waiting.set(0);  // of a worker that died
  }
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  // Whether none is free.
  bool full() const { return limit_ != 0 && taken_ >= limit_; }
  // Takes a slot if one is free, which implies that nobody waits.
  bool try_take();
  // Puts the waiter at the end of the line. It must stand in none.
  void wait(Waiter& waiter);
  // Gives a slot back, to whoever has waited longest.
  void give_back();

  std::uint64_t taken() const { return taken_; }
  // When something changed last; for whoever has just got a slot: when that was.
  SteadyTime changed() const { return changed_; }

 private:
  friend class Waiter;
  void advance();
  void remove(Waiter& waiter);

  std::uint64_t limit_;
  WorkerCounters& counters_;
  Clock clock_;
  SteadyTime changed_{};
  std::uint64_t taken_ = 0;
  std::uint64_t waiting_ = 0;
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
};

}  // namespace gauntlet::server_pool
