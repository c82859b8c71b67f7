// Which sessions a pool has seen, in memory that all workers share, be they threads or processes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace gauntlet::server_pool {

// A set of a fixed size, 512 KiB, of which the kernel gives only what is used. Nothing is ever
// taken out. Any worker adds to it, and nobody waits for anybody.
class KnownSessions {
 public:
  static constexpr std::size_t kSlots = 65'536;

  enum class Put { kNew, kKnown, kNoRoom };

  // Make it before the workers; a child of fork has it too.
  KnownSessions();
  KnownSessions(const KnownSessions&) = delete;
  KnownSessions& operator=(const KnownSessions&) = delete;

  // Puts a key in, by which sessions are told apart. kNoRoom: it is not there, and the places that
  // it may have are taken, which begins when some three quarters of all are.
  Put put(std::uint64_t key);

 private:
  std::shared_ptr<void> memory_;
  std::span<std::atomic<std::uint64_t>, kSlots> slots_;  // 0: free
};

}  // namespace gauntlet::server_pool
