// The largest packet that reaches a host (RFC 1191, RFC 8201): larger ones are dropped, and who
// drops one says how many bytes its next link takes.
#pragma once

#include <string>

#include "orchestrator/trace/path.h"
#include "orchestrator/trace/sockets.h"

namespace gauntlet::orchestrator::trace {

struct MtuFound {
  Mtu mtu{};
  std::string note{};  // a sentence where it is not certain
};

// Takes some seconds at most. Throws Error (kUnable) when it cannot send.
MtuFound find_path_mtu(const Address& host, SteadyTime deadline, int interrupt_fd);

}  // namespace gauntlet::orchestrator::trace
