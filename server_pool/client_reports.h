// The last report of each client (contract/top_report.h), in memory that all workers share, be they
// threads or processes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "contract/top_report.h"

namespace gauntlet::server_pool {

struct KnownReport {
  contract::TopReport report{};
  std::size_t worker = 0;  // that took it
  std::chrono::system_clock::time_point time{};
};

// Each worker writes slots of its own, and any worker reads those of all; nobody waits for anybody.
// When its slots are full, a worker overwrites its oldest report.
class ClientReports {
 public:
  // Slots of a worker: 256, or less where there are many workers.
  static std::size_t slots_of_each(std::size_t workers);

  // Make it before the workers; a child of fork has it too.
  explicit ClientReports(std::size_t workers);
  ClientReports(const ClientReports&) = delete;
  ClientReports& operator=(const ClientReports&) = delete;

  // By that worker alone.
  void put(std::size_t worker, const contract::TopReport& report,
           std::chrono::system_clock::time_point time);

  // The newest of each client, by host and the client's number.
  std::vector<KnownReport> all() const;

 private:
  struct Slot;

  std::span<Slot> of(std::size_t worker) const;

  std::size_t workers_;
  std::size_t each_;
  std::shared_ptr<void> memory_;
  Slot* slots_;  // need no destructor; the memory goes as a whole
};

}  // namespace gauntlet::server_pool
