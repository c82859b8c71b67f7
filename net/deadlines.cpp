#include "net/deadlines.h"

namespace gauntlet::net {

void Deadline::disarm() {
  if (list_ != nullptr) list_->remove(*this);
}

Deadlines::~Deadlines() {
  while (first_ != nullptr) remove(*first_);
}

void Deadlines::arm(Deadline& entry, SteadyTime now) {
  entry.disarm();
  entry.list_ = this;
  entry.due_ = now + allowance_;
  entry.previous_ = last_;
  entry.next_ = nullptr;
  (last_ == nullptr ? first_ : last_->next_) = &entry;
  last_ = &entry;
  ++size_;
}

void Deadlines::remove(Deadline& entry) {
  (entry.previous_ == nullptr ? first_ : entry.previous_->next_) = entry.next_;
  (entry.next_ == nullptr ? last_ : entry.next_->previous_) = entry.previous_;
  entry.list_ = nullptr;
  --size_;
}

void Deadlines::expire(SteadyTime now) {
  while (first_ != nullptr && first_->due_ <= now) {
    Deadline& late = *first_;
    remove(late);
    late.expired(*this);
  }
}

void Deadlines::expire_all() {
  // Bounded by the size at the call: an entry that arms itself again is not called twice.
  for (std::size_t left = size_; left > 0 && first_ != nullptr; --left) {
    Deadline& entry = *first_;
    remove(entry);
    entry.expired(*this);
  }
}

}  // namespace gauntlet::net
