// What the clients of one worker share. One thread uses it, so nothing here is locked.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/page_buffer.h"
#include "client_pool/availability.h"
#include "client_pool/last_head.h"
#include "client_pool/live_interval.h"
#include "client_pool/operations/operation.h"
#include "client_pool/pacing.h"
#include "client_pool/plan.h"
#include "client_pool/tally.h"
#include "net/asio.h"
#include "net/deadlines.h"

namespace gauntlet::client_pool {

// What a worker shows while it runs. In shared memory: written by one worker, read by the pool.
struct alignas(64) LiveCounters {
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> failed_requests = 0;
  std::atomic<std::uint64_t> bytes = 0;  // of unfinished requests too
};

// Adds to a counter that no other thread writes: cheaper than an atomic addition.
inline void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) {
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

struct Workspace {
  // The most that one call reads from the kernel. 1 MiB costs a sixth less CPU than 256 KiB, though
  // it no longer fits a core's own cache (docs/decisions.md).
  static constexpr std::size_t kBufferBytes = kMiB;

  Workspace(const Plan& the_plan, LiveCounters& live_counters)
      : plan(the_plan),
        operation(operations::make_operation(the_plan)),
        live(live_counters),
        addresses(the_plan.places()),
        availability(the_plan.targets.size()),
        deadlines(the_plan.options.timeout),
        buffer(kBufferBytes),
        io(net::kOneThread) {
    if (plan.options.live) live_interval.emplace();
  }

  const Plan& plan;
  const std::unique_ptr<const operations::Operation> operation;
  LiveCounters& live;
  std::optional<LiveInterval> live_interval;  // nothing where nobody follows the run
  LastHead last_head;
  contract::Totals totals;
  std::vector<ClientTally> clients;
  std::vector<std::size_t> addresses;  // for each place, which of its endpoints is tried first
  Availability availability;           // of the targets
  std::optional<OpenLoop> open_loop;   // nothing in a closed loop
  net::SteadyTime start;               // of all workers
  net::SteadyTime counting;            // the end of the warm-up
  net::Deadlines deadlines;            // of requests
  PageBuffer buffer;                   // borrowed between two co_awaits, never longer
  asio::io_context io;  // last, so destroyed first: its suspended clients use what is above
};

}  // namespace gauntlet::client_pool
