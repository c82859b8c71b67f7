// Starting a program: in a process group of its own, dead with the thread that starts it.
#pragma once

#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/process/become.h"

namespace gauntlet::orchestrator::process {

// Whoever has it ends the group, and reaps the process.
struct Spawned {
  int pid = -1;
  UniqueFd pidfd{};  // readable when the process has ended
};

// argv[0] is a path, or a name looked up in PATH. Throws Error (kUnable) that names the program
// when it cannot be run.
Spawned spawn(std::vector<std::string> argv, const Streams& streams, const Place& place = {});

}  // namespace gauntlet::orchestrator::process
