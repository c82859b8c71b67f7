#include "server_pool/shared_budget.h"

#include "base/shared_memory.h"

namespace gauntlet::server_pool {
namespace {

// The word: 12 bits of the turn, 12 of the worker, 40 of the amount.
constexpr unsigned kAmountBits = 40;
constexpr unsigned kWorkerBits = 12;
constexpr std::uint64_t kTurns = std::uint64_t{1} << 12;
constexpr std::uint64_t kNoTurn = kTurns;

constexpr std::uint64_t word_of(std::uint64_t taken, std::size_t worker, std::uint64_t turn) {
  return taken | std::uint64_t{worker} << kAmountBits | turn << (kAmountBits + kWorkerBits);
}
constexpr std::uint64_t amount_of(std::uint64_t word) { return word & SharedBudget::kMostAmount; }
constexpr std::size_t worker_of(std::uint64_t word) {
  return word >> kAmountBits & (SharedBudget::kMostWorkers - 1);
}
constexpr std::uint64_t turn_of(std::uint64_t word) { return word >> (kAmountBits + kWorkerBits); }

}  // namespace

SharedBudget::SharedBudget(std::size_t workers, std::uint64_t limit)
    : limit_(limit),
      memory_(shared_memory(sizeof(Total) + workers * sizeof(Share))),
      total_(new (memory_.get()) Total) {
  auto* const first = reinterpret_cast<Share*>(total_ + 1);
  std::uninitialized_value_construct_n(first, workers);
  shares_ = {first, workers};
}

std::uint64_t SharedBudget::taken() const { return amount_of(total_->word.load()); }

std::uint64_t SharedBudget::peak() const { return total_->peak.load(); }

// Notes that a change has happened, for as long as its worker has not gone on to the next: then its
// own figure is right, and nobody needs to know. Others may do the same, and one that is late must
// not undo a newer note.
void SharedBudget::note_happened(Share& share, std::uint64_t turn) {
  std::uint64_t before = share.happened.load();
  while (before != turn && share.turn.load() == turn &&
         !share.happened.compare_exchange_weak(before, turn)) {
  }
}

// A worker turns to its next change, which makes so much of what it holds.
void SharedBudget::begin(Share& mine, std::uint64_t turn, std::uint64_t next) {
  mine.happened.store(kNoTurn);
  mine.turn.store(turn);
  mine.next.store(next);
}

// One try to change the word from what was seen; when it fails, seen is what it is now.
bool SharedBudget::exchange(std::uint64_t& seen, std::uint64_t taken, std::size_t worker,
                            std::uint64_t turn) {
  note_happened(shares_[worker_of(seen)], turn_of(seen));
  return total_->word.compare_exchange_weak(seen, word_of(taken, worker, turn));
}

// The order of the stores is what tells a change that has happened from one that has not, wherever
// the worker dies.
bool SharedBudget::take(std::size_t worker, std::uint64_t amount) {
  Share& mine = shares_[worker];
  const std::uint64_t held = mine.held.load();
  const std::uint64_t last_turn = mine.turn.load();
  const std::uint64_t turn = (last_turn + 1) % kTurns;
  begin(mine, turn, held + amount);
  std::uint64_t seen = total_->word.load();
  do {
    if (amount > limit_ - amount_of(seen)) {
      mine.next.store(held);
      mine.turn.store(last_turn);
      return false;
    }
  } while (!exchange(seen, amount_of(seen) + amount, worker, turn));
  mine.held.store(held + amount);
  std::uint64_t peak = total_->peak.load();
  while (peak < amount_of(seen) + amount &&
         !total_->peak.compare_exchange_weak(peak, amount_of(seen) + amount)) {
  }
  return true;
}

void SharedBudget::give_back(std::size_t worker, std::uint64_t amount) {
  Share& mine = shares_[worker];
  const std::uint64_t held = mine.held.load();
  const std::uint64_t turn = (mine.turn.load() + 1) % kTurns;
  begin(mine, turn, held - amount);
  std::uint64_t seen = total_->word.load();
  while (!exchange(seen, amount_of(seen) - amount, worker, turn)) {
  }
  mine.held.store(held - amount);
}

std::uint64_t SharedBudget::held_by_dead(const Share& share, std::size_t worker) const {
  const std::uint64_t turn = share.turn.load();
  const std::uint64_t word = total_->word.load();
  const bool is_last = worker_of(word) == worker && turn_of(word) == turn;
  return is_last || share.happened.load() == turn ? share.next.load() : share.held.load();
}

void SharedBudget::give_back_all_of(std::size_t worker) {
  if (!is_limited()) return;
  Share& its = shares_[worker];
  const std::uint64_t held = held_by_dead(its, worker);
  its.held.store(held);
  if (held > 0) give_back(worker, held);
}

}  // namespace gauntlet::server_pool
