// One worker: an event loop of its own, a listening socket, and the sessions of what it accepts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/unique_fd.h"
#include "metrics/tcp_samples.h"
#include "server_pool/counters.h"
#include "server_pool/options.h"
#include "server_pool/redirects/mirrors.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::pool {

// References outlive the worker.
struct WorkerTask {
  const ServerOptions& options;
  const store::Store& store;
  Counters& counters;
  const std::vector<redirects::Mirror>& mirrors;
  const std::vector<std::uint16_t>& ports;  // of all workers
  std::size_t index;
  const metrics::TcpSamples* tcp_samples;  // null: nobody asks for them
};

// What a worker says on its control socket once it serves, and what the pool says there when the
// access log is to be opened anew. The pool closes its end, or half of it, to stop the worker; the
// worker's end closes when it has ended.
inline constexpr char kReadySign = 'R';
inline constexpr char kReopenSign = 'L';

// Serves until the pool says stop, and the connections are done or the grace is over. The same
// code runs as a thread and as a process. Throws what ends it early; a session's exceptions end
// that session only.
void run_worker(const WorkerTask& task, UniqueFd listener, int control);

}  // namespace gauntlet::server_pool::pool
