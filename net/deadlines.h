// Deadlines of many connections at the cost of one timer: one list per kind, in which every entry
// has the same allowance, so that arming appends and the earliest is always at the front.
#pragma once

#include <chrono>
#include <cstddef>

namespace gauntlet::net {

using SteadyTime = std::chrono::steady_clock::time_point;

class Deadlines;

// What can be late. Belongs to at most one list at a time; leaves it when destroyed.
class Deadline {
 public:
  Deadline() = default;
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  virtual ~Deadline() { disarm(); }

  void disarm();
  bool armed() const { return list_ != nullptr; }

 private:
  friend class Deadlines;
  virtual void expired(const Deadlines& list) = 0;  // called disarmed; may destroy this object

  Deadlines* list_ = nullptr;
  Deadline* previous_ = nullptr;
  Deadline* next_ = nullptr;
  SteadyTime due_{};
};

// A list of one kind. Must outlive its entries' membership. Not thread-safe: one a thread.
class Deadlines {
 public:
  explicit Deadlines(std::chrono::nanoseconds allowance) : allowance_(allowance) {}
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;
  ~Deadlines();

  // Due one allowance after now. Moves the entry here from whatever list it was in.
  void arm(Deadline& entry, SteadyTime now);
  // Calls expired() of all that are due at now, in the order in which they were armed.
  void expire(SteadyTime now);
  // Calls expired() of all, due or not.
  void expire_all();

  std::size_t size() const { return size_; }
  std::chrono::nanoseconds allowance() const { return allowance_; }

 private:
  friend class Deadline;
  void remove(Deadline& entry);

  std::chrono::nanoseconds allowance_;
  Deadline* first_ = nullptr;
  Deadline* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gauntlet::net
