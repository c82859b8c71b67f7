#include "server_pool/counters.h"

#include <memory>

#include "base/shared_memory.h"

namespace gauntlet::server_pool {

std::map<std::string, std::uint64_t> requests_by_name(const WorkerCounters& worker) {
  std::map<std::string, std::uint64_t> requests;
  const auto all = contract::operations();
  for (std::size_t i = 0; i < all.size(); ++i)
    requests[std::string(all[i]->name)] = worker.requests[i].get();
  requests["other"] = worker.requests[all.size()].get();
  return requests;
}

std::uint64_t Counters::sum(Counter WorkerCounters::*counter) const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < size_; ++i) total += (workers_[i].*counter).get();
  return total;
}

// The counters of the workers, then those of the mirrors, then the switch of the cache.
std::size_t Counters::bytes() const {
  return size_ * sizeof(WorkerCounters) + (mirror_count_ + 1) * sizeof(Counter);
}

Counters::Counters(std::size_t workers, std::size_t mirrors, std::uint64_t memory,
                   std::uint64_t clients)
    : size_(workers),
      mirror_count_(mirrors),
      memory_(shared_memory(bytes())),
      workers_(static_cast<WorkerCounters*>(memory_.get())),
      memory_budget_(workers, memory),
      client_budget_(workers, clients),
      reports_(workers) {
  std::uninitialized_value_construct_n(workers_, size_);
  mirrors_ = reinterpret_cast<Counter*>(workers_ + size_);
  std::uninitialized_value_construct_n(mirrors_, mirror_count_);
  for (std::size_t i = 0; i < mirror_count_; ++i) mirrors_[i].set(1);
  cache_on_ = new (mirrors_ + mirror_count_) Counter;
}

}  // namespace gauntlet::server_pool
