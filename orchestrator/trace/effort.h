// How much is done to find a path.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/units.h"

namespace gauntlet::orchestrator::trace {

enum class Choice { kAuto, kMtr, kUdp };  // kAuto: mtr where it is there and works, else UDP

struct Effort {
  std::uint64_t rounds = 10;                    // each asks every hop once
  Duration interval = std::chrono::seconds(1);  // from the begin of a round to that of the next
  Choice method = Choice::kAuto;
  int interrupt_fd = -1;  // readable: give up; not owned, not read; -1: there is none
};

}  // namespace gauntlet::orchestrator::trace
