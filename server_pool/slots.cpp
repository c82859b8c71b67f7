#include "server_pool/slots.h"

namespace gauntlet::server_pool {

Waiter::~Waiter() {
  if (queue_ == nullptr) return;
  queue_->advance();
  queue_->remove(*this);
}

bool Slots::try_take() {
  if (full()) return false;
  advance();
  ++taken_;
  counters_.slots_taken.add(1);
  return true;
}

void Slots::wait(Waiter& waiter) {
  advance();
  waiter.queue_ = this;
  waiter.previous_ = last_;
  waiter.next_ = nullptr;
  (last_ == nullptr ? first_ : last_->next_) = &waiter;
  last_ = &waiter;
  counters_.waiting.set(++waiting_);
  counters_.queued.add(1);
}

void Slots::give_back() {
  advance();
  if (first_ == nullptr) {
    --taken_;
    return;
  }
  Waiter& next = *first_;  // takes over the slot, so that nobody can overtake it
  remove(next);
  counters_.slots_taken.add(1);
  next.admitted();
}

void Slots::remove(Waiter& waiter) {
  (waiter.previous_ == nullptr ? first_ : waiter.previous_->next_) = waiter.next_;
  (waiter.next_ == nullptr ? last_ : waiter.next_->previous_) = waiter.previous_;
  waiter.queue_ = nullptr;
  counters_.waiting.set(--waiting_);
}

void Slots::advance() {
  const SteadyTime now = clock_();
  const auto passed = now - changed_;
  changed_ = now;
  if (taken_ > 0) counters_.slot_ns.add_time(passed * taken_);
  if (waiting_ == 0) return;
  counters_.queue_ns.add_time(passed * waiting_);
  counters_.full_ns.add_time(passed);
}

}  // namespace gauntlet::server_pool
