#include "server_pool/known_sessions.h"

#include <sys/mman.h>

#include "base/error.h"

namespace gauntlet::server_pool {
namespace {

using Slot = std::atomic<std::uint64_t>;
constexpr std::size_t kPlaces = 32;  // that a key may have, one behind the other

// Fresh pages are zero, as slots are at first.
Slot* map_slots() {
  void* const memory = ::mmap(nullptr, KnownSessions::kSlots * sizeof(Slot), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw_errno("cannot map the memory for sessions");
  return static_cast<Slot*>(memory);
}

}  // namespace

KnownSessions::KnownSessions() : slots_(map_slots(), kSlots) {}

KnownSessions::~KnownSessions() { ::munmap(slots_.data(), slots_.size_bytes()); }

KnownSessions::Put KnownSessions::put(std::uint64_t key) {
  if (key == 0) key = 1;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    Slot& slot = slots_[(key + i) % kSlots];
    std::uint64_t there = slot.load(std::memory_order_relaxed);
    if (there == 0 && slot.compare_exchange_strong(there, key, std::memory_order_relaxed))
      return Put::kNew;
    if (there == key) return Put::kKnown;
  }
  return Put::kNoRoom;
}

}  // namespace gauntlet::server_pool
