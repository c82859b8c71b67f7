// The whole run: from checked options to the report.
#pragma once

#include "base/error.h"
#include "client_pool/options.h"
#include "contract/client_report.h"

namespace gauntlet::client_pool {

struct PoolResult {
  contract::ClientReport report{};
  bool reached = false;      // some connection stood
  bool whole = true;         // all files that were asked for are written
  bool interrupted = false;  // by a signal: the report holds what was measured until then
};

// Blocks the signals that ask for a stop (base/process.h) for the calling thread while it runs, and
// obeys them. SIGPIPE must be ignored, since sendfile has no MSG_NOSIGNAL. The calling process must
// have no other thread in process mode. Throws Error for what makes a run impossible, before the
// first connection.
PoolResult run_pool(const ClientOptions& options);

ExitCode exit_code(const PoolResult& result);

}  // namespace gauntlet::client_pool
