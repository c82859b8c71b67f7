#include "base/shared_memory.h"

#include <sys/mman.h>

#include "base/error.h"

namespace gauntlet {

std::shared_ptr<void> shared_memory(std::size_t bytes) {
  void* const memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw_errno("cannot map the memory that the workers share");
  return {memory, [bytes](void* all) { ::munmap(all, bytes); }};
}

}  // namespace gauntlet
