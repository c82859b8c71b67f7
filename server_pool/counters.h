// What the workers count, in one page of memory that all of them and the pool share, be they
// threads or processes.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "contract/operation.h"
#include "server_pool/client_reports.h"
#include "server_pool/known_sessions.h"
#include "server_pool/shared_budget.h"

namespace gauntlet::server_pool {

// A number that one thread writes, and that any others read, also those of other processes. Adding
// is a plain load and store, which costs less than an atomic addition.
class Counter {
 public:
  void add(std::uint64_t n) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  void take_back(std::uint64_t n) { set(get() - n); }
  // To a counter of nanoseconds.
  void add_time(std::chrono::nanoseconds time) { add(static_cast<std::uint64_t>(time.count())); }
  void set(std::uint64_t n) { value_.store(n, std::memory_order_relaxed); }
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }
  // Of a counter of nanoseconds.
  double get_seconds() const { return static_cast<double>(get()) / 1e9; }

 private:
  std::atomic<std::uint64_t> value_{0};
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
};

// Of one worker, over all its restarts. The worker alone writes them, and the pool restarts.
struct alignas(64) WorkerCounters {
  Counter pid{};
  Counter tid{};
  Counter connections{};       // accepted
  Counter open_connections{};  // now
  // Begun, by the place of their operation in the catalogue; then those that are no operation's.
  std::array<Counter, contract::kMostOperations + 1> requests{};
  Counter failed_requests{};  // answered 4xx or 5xx, or broken off
  Counter bytes_in{};         // read from sockets, heads included
  Counter bytes_out{};        // written to them
  Counter thread_cpu_ns{};    // thread mode, when it has ended
  Counter packer_cpu_ns{};    // of its thread that packs archives, when that has ended
  Counter restarts{};         // by the pool
  Counter redirects{};        // first requests that were sent elsewhere
  Counter top_reports{};      // that clients made of their own machine

  Counter cache_hits{};      // files that were answered from the content cache
  Counter cache_misses{};    // and those that were not, while it was on
  Counter cache_bytes{};     // that it holds now
  Counter cache_switches{};  // that it was asked for

  Counter unique_sessions{};    // see session_cookies.h
  Counter lost_access_lines{};  // that the access log did not take

  Counter admitted{};  // requests for files that were let in, see admission.h
  Counter rejected{};  // and that were turned away

  Counter slots_taken{};  // by requests for files
  Counter slot_ns{};      // time that slots were held, also those that still are; of all slots
  Counter queued{};       // requests that had to wait for a slot
  Counter waiting{};      // requests that wait for one now
  Counter queue_ns{};     // time that these waited; of all of them
  Counter full_ns{};      // time during which every slot was taken and a request waited
  Counter store_ns{};     // time spent in calls of the store, see store_time.h

  // operation: null where it is none's.
  Counter& of(const contract::Operation* operation) {
    return requests[contract::place_of(operation)];
  }
};

// The requests that a worker has begun, by the name of their operation, or "other".
std::map<std::string, std::uint64_t> requests_by_name(const WorkerCounters& worker);

// Owns the shared memory. Create it before the workers; a child of fork has it too.
class Counters {
 public:
  // memory, clients: what all workers together may give to requests and take of clients; 0: no
  // limit.
  explicit Counters(std::size_t workers, std::size_t mirrors = 0, std::uint64_t memory = 0,
                    std::uint64_t clients = 0);
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;

  std::size_t size() const { return size_; }
  WorkerCounters& operator[](std::size_t worker) { return workers_[worker]; }
  const WorkerCounters& operator[](std::size_t worker) const { return workers_[worker]; }
  // A counter, added up over all workers.
  std::uint64_t sum(Counter WorkerCounters::*counter) const;
  // 1 as long as the mirror is healthy, as it is at first, else 0. Worker 0 alone writes them.
  Counter& mirror_healthy(std::size_t mirror) { return mirrors_[mirror]; }
  const Counter& mirror_healthy(std::size_t mirror) const { return mirrors_[mirror]; }
  // 1 while workers keep the content of files, else 0. Any worker may set it.
  Counter& cache_on() { return *cache_on_; }
  const Counter& cache_on() const { return *cache_on_; }
  SharedBudget& memory() { return memory_budget_; }
  SharedBudget& clients() { return client_budget_; }
  const SharedBudget& memory() const { return memory_budget_; }
  const SharedBudget& clients() const { return client_budget_; }
  KnownSessions& sessions() { return sessions_; }
  ClientReports& reports() { return reports_; }
  std::chrono::steady_clock::time_point started() const { return started_; }

 private:
  std::size_t bytes() const;

  std::size_t size_;
  std::size_t mirror_count_;
  std::shared_ptr<void> memory_;
  WorkerCounters* workers_;  // these need no destructor; the memory goes as a whole
  Counter* mirrors_;
  Counter* cache_on_;
  SharedBudget memory_budget_;  // bytes
  SharedBudget client_budget_;
  KnownSessions sessions_{};
  ClientReports reports_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace gauntlet::server_pool
