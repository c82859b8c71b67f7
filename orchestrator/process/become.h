// What a process does between fork and exec.
#pragma once

#include <sys/types.h>

#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::process {

// Where the three standard streams of a program go; descriptors of the caller.
struct Streams {
  int in = -1;
  int out = -1;
  int err = -1;  // -1: as the caller's
};

// In the child: makes it a process group of its own that dies with its parent, with all signals as
// a program expects them, and runs argv in its place. System calls only. Returns only when the
// place cannot be entered or exec failed.
void become(char* const* argv, pid_t parent, const Streams& streams, const Place& place);

}  // namespace gauntlet::orchestrator::process
