// Takes snapshots of the machine and of programs.
#pragma once

#include <string>
#include <vector>

#include "metrics/snapshot.h"

namespace gauntlet::metrics {

// The kernel's threads and the processes of others; counting reads a file for each of them.
enum class Others { kLeaveOut, kCount };

struct Program {
  std::string name{};
  int pid = 0;           // 0: it does not run
  bool is_kept = false;  // pid is of a process that keeps the program's processes together as its
                         // descendants, and is itself none of them
};

// Programs of one name are sampled as one. Never fails: what cannot be read is left out. Costs
// about ten microseconds for each thread and each process.
Snapshot take_snapshot(const std::vector<Program>& programs, Others others);

}  // namespace gauntlet::metrics
