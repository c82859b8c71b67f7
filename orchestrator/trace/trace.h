// Finds the path to a host: the hops by mtr or by UDP, the path MTU by UDP.
#pragma once

#include "orchestrator/trace/effort.h"
#include "orchestrator/trace/path.h"

namespace gauntlet::orchestrator::trace {

// Waits for DNS, then some seconds beside the rounds at most. What it could not find it says in the
// notes. Throws Error (kUnable) for a host that has no address, to which no route leads, or that
// this machine's own rules let nothing be sent to, and where mtr alone is to be used and cannot.
Path trace(const Target& target, const Effort& effort);

// Whether packets to the host leave this machine; what has no address is elsewhere.
bool is_elsewhere(const Target& target);

}  // namespace gauntlet::orchestrator::trace
