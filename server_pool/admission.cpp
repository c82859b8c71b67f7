#include "server_pool/admission.h"

namespace gauntlet::server_pool {

Waiter::~Waiter() {
  if (queue_ != nullptr) queue_->remove(*this);
}

bool Slots::try_take() {
  if (limit_ != 0 && taken_ >= limit_) return false;
  ++taken_;
  return true;
}

void Slots::wait(Waiter& waiter) {
  waiter.queue_ = this;
  waiter.previous_ = last_;
  waiter.next_ = nullptr;
  (last_ == nullptr ? first_ : last_->next_) = &waiter;
  last_ = &waiter;
}

void Slots::give_back() {
  if (first_ == nullptr) {
    --taken_;
    return;
  }
  Waiter& next = *first_;  // takes over the slot, so that nobody can overtake it
  remove(next);
  next.admitted();
}

void Slots::remove(Waiter& waiter) {
  (waiter.previous_ == nullptr ? first_ : waiter.previous_->next_) = waiter.next_;
  (waiter.next_ == nullptr ? last_ : waiter.next_->previous_) = waiter.previous_;
  waiter.queue_ = nullptr;
}

}  // namespace gauntlet::server_pool
