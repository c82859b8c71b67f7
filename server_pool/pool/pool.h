// The pool: starts, watches and stops the workers.
#pragma once

#include "base/error.h"
#include "server_pool/options.h"

namespace gauntlet::server_pool::pool {

// Runs until SIGTERM or SIGINT (or the parent's end, where asked). Writes the ready line on stdout
// when every worker serves, and the stopped line when all have ended. Throws Error (kUnable) when
// it cannot start or go on.
ExitCode run_pool(const ServerOptions& options);

}  // namespace gauntlet::server_pool::pool
