#include "server_pool/known_sessions.h"

#include "base/shared_memory.h"

namespace gauntlet::server_pool {
namespace {

using Slot = std::atomic<std::uint64_t>;
constexpr std::size_t kPlaces = 32;  // that a key may have, one behind the other

}  // namespace

// Fresh memory is zero, as slots are at first.
KnownSessions::KnownSessions()
    : memory_(shared_memory(kSlots * sizeof(Slot))),
      slots_(static_cast<Slot*>(memory_.get()), kSlots) {}

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
