// Made faults: what a slow, stalling or busy server looks like. The schedule is pure.
#pragma once

#include <string>
#include <string_view>

#include "base/units.h"
#include "server_pool/clock.h"

namespace gauntlet::server_pool {

// For the last part, length, of every period no answer begins. length 0: never.
struct Stall {
  Duration length{};
  Duration every{};  // longer than length

  friend bool operator==(const Stall&, const Stall&) = default;
};

// "1s/5s" (or "1s:5s": what names a scenario may not hold a slash), or "none". Throws Error, with
// the fix, for anything else.
Stall parse_stall(std::string_view text);
std::string format_stall(const Stall& stall);

// time itself, or the end of the stall in which it lies; periods are counted from start on.
SteadyTime after_stall(SteadyTime time, const Stall& stall, SteadyTime start);

// Of requests for files: list, get, upload, delete. 0: no fault.
struct FaultOptions {
  Duration service_time{};  // by which a request holds its slot longer
  Stall stall{};
  Duration store_delay{};  // by which every call of the store blocks the worker longer
  Duration cpu{};          // that every request burns in user space

  friend bool operator==(const FaultOptions&, const FaultOptions&) = default;
};

// The faults of a request, but for those of the store.
class Faults {
 public:
  // The stalls' periods begin at start.
  Faults(const FaultOptions& options, SteadyTime start) : options_(options), start_(start) {}

  bool any() const;
  // When a request is to be answered whose slot was granted at a time.
  SteadyTime answer_at(SteadyTime granted) const;
  // Keeps this thread busy.
  void burn_cpu() const;

 private:
  FaultOptions options_;
  SteadyTime start_;
};

}  // namespace gauntlet::server_pool
