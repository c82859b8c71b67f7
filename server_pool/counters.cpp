#include "server_pool/counters.h"

#include <sys/mman.h>

#include <memory>

#include "base/error.h"

namespace gauntlet::server_pool {

Counters::Counters(std::size_t workers) : size_(workers) {
  void* page = ::mmap(nullptr, workers * sizeof(WorkerCounters), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) throw_errno("cannot map the memory that the workers share");
  workers_ = static_cast<WorkerCounters*>(page);
  std::uninitialized_value_construct_n(workers_, size_);
}

// Counters need no destructor; the mapping goes as a whole.
Counters::~Counters() { ::munmap(workers_, size_ * sizeof(WorkerCounters)); }

}  // namespace gauntlet::server_pool
