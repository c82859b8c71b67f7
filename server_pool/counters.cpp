#include "server_pool/counters.h"

#include <sys/mman.h>

#include <memory>

#include "base/error.h"

namespace gauntlet::server_pool {

std::map<std::string, std::uint64_t> requests_by_name(const WorkerCounters& worker) {
  std::map<std::string, std::uint64_t> requests;
  const auto all = contract::operations();
  for (std::size_t i = 0; i < all.size(); ++i)
    requests[std::string(all[i]->name)] = worker.requests[i].get();
  requests["other"] = worker.requests[all.size()].get();
  return requests;
}

Counters::Counters(std::size_t workers) : size_(workers), reports_(workers) {
  void* page = ::mmap(nullptr, workers * sizeof(WorkerCounters), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) throw_errno("cannot map the memory that the workers share");
  workers_ = static_cast<WorkerCounters*>(page);
  std::uninitialized_value_construct_n(workers_, size_);
}

// Counters need no destructor; the mapping goes as a whole.
Counters::~Counters() { ::munmap(workers_, size_ * sizeof(WorkerCounters)); }

}  // namespace gauntlet::server_pool
