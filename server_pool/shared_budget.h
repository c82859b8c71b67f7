// An amount that all workers of a pool, be they threads or processes, take from and give back to.
// No locks, no sockets.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace gauntlet::server_pool {

// What all have taken is one word of shared memory that is changed by compare-and-exchange, so that
// it never passes the limit. What each worker holds stands beside it, for when a worker process is
// killed: the pool gives that back. A worker may die between the change of the word and that of its
// own figure. So the word names the worker that changed it last, and which of its changes that was;
// whoever changes it next first notes in that worker's share that this change has happened.
class SharedBudget {
 public:
  static constexpr std::uint64_t kMostAmount = (std::uint64_t{1} << 40) - 1;
  static constexpr std::size_t kMostWorkers = std::size_t{1} << 12;

  // limit 0: no limit, and nothing is counted. Make it before the workers. Throws Error (kUnable).
  SharedBudget(std::size_t workers, std::uint64_t limit);

  bool is_limited() const { return limit_ != 0; }
  // By that worker alone. False: so much is not left.
  bool take(std::size_t worker, std::uint64_t amount);
  // What it took before.
  void give_back(std::size_t worker, std::uint64_t amount);
  // By the pool, of a worker that has died and was not started again yet: all that it held.
  void give_back_all_of(std::size_t worker);

  std::uint64_t limit() const { return limit_; }
  std::uint64_t taken() const;
  std::uint64_t left() const { return limit_ - taken(); }
  std::uint64_t peak() const;  // the most that was ever taken

 private:
  using Atomic = std::atomic<std::uint64_t>;
  static_assert(Atomic::is_always_lock_free);

  struct alignas(64) Total {
    Atomic word{0};
    Atomic peak{0};
  };
  // Of one worker. Its next change is to be the turn-th, and makes next of held. That it has
  // happened is seen in the word, or here once the word was changed again.
  struct alignas(64) Share {
    Atomic held{0};
    Atomic next{0};
    Atomic turn{0};
    Atomic happened{0};
  };

  static void note_happened(Share& share, std::uint64_t turn);
  static void begin(Share& mine, std::uint64_t turn, std::uint64_t next);
  bool exchange(std::uint64_t& seen, std::uint64_t taken, std::size_t worker, std::uint64_t turn);
  std::uint64_t held_by_dead(const Share& share, std::size_t worker) const;

  std::uint64_t limit_;
  std::shared_ptr<void> memory_;
  Total* total_;
  std::span<Share> shares_{};
};

// What one request, or one client, has taken of a budget; given back with this object.
class Holding {
 public:
  // The budget outlives it.
  Holding(SharedBudget& budget, std::size_t worker) : budget_(budget), worker_(worker) {}
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;
  ~Holding() { give_back(); }

  // So much more. False: it is not left. Always true where there is no limit.
  bool take(std::uint64_t amount) {
    if (!budget_.is_limited()) return true;
    if (!budget_.take(worker_, amount)) return false;
    amount_ += amount;
    return true;
  }
  // All of it.
  void give_back() {
    if (amount_ > 0) budget_.give_back(worker_, std::exchange(amount_, 0));
  }
  bool is_empty() const { return amount_ == 0; }
  const SharedBudget& budget() const { return budget_; }

 private:
  SharedBudget& budget_;
  std::size_t worker_;
  std::uint64_t amount_ = 0;
};

}  // namespace gauntlet::server_pool
