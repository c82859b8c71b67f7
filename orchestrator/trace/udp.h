// The hops to a host by packets of UDP that may not go further than so many hops: who drops one
// says so. Needs no rights.
#pragma once

#include "orchestrator/trace/effort.h"
#include "orchestrator/trace/rounds.h"
#include "orchestrator/trace/sockets.h"

namespace gauntlet::orchestrator::trace {

// What came back before the deadline and the interrupt. Throws Error (kUnable) when it cannot send.
Rounds probe_by_udp(const Address& host, const Effort& effort, SteadyTime deadline);

}  // namespace gauntlet::orchestrator::trace
