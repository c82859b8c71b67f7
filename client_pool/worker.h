// A worker: one thread, or one forked process, that runs its share of the clients on an io_context.
// Which of the two it is, the pool alone knows.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "client_pool/client.h"
#include "client_pool/pacing.h"
#include "client_pool/workspace.h"
#include "contract/live_line.h"

namespace gauntlet::client_pool {

// Clients in equal parts, as near as can be. index < plan.workers.
Share share_of(const Plan& plan, std::size_t index);

// Is told, on the worker's thread, how it goes.
using Tell = std::function<void(const contract::LiveLine&)>;

class Worker {
 public:
  Worker(const Plan& plan, std::size_t index, LiveCounters& live);

  // Runs the clients until all are done, or stop (a file descriptor, not owned) becomes readable:
  // then what was measured so far counts, and requests in flight do not.
  // tell is called twice a second and at the end, where the run is followed (--live).
  WorkerResult run(net::SteadyTime start, int stop, const Tell& tell);

 private:
  // Clients that are started at once; the others follow as these have connected. Thousands of
  // handshakes in one burst would overflow what a server keeps of half-open connections, and a lost
  // one is repeated a second later.
  static constexpr std::size_t kConnecting = 512;

  void note_schedule();
  net::Awaitable<void> sample_tcp();
  void sample_tcp(std::int64_t tick);
  void start_clients();
  void start_client();
  net::Awaitable<void> run_client(std::size_t index);
  net::Awaitable<void> watch(int stop);
  net::Awaitable<void> tick();
  net::Awaitable<void> tell_meanwhile(const Tell& tell);
  contract::LiveLine live_line(net::SteadyTime now);

  Workspace work_;
  std::vector<std::unique_ptr<Client>> clients_;  // after the io_context: destroyed before it
  std::size_t started_ = 0;
  std::size_t most_active_ = 0;  // since the live line before
  std::size_t done_ = 0;
  const std::size_t index_;
  const Share share_;
  std::optional<metrics::TcpSampleBlock> tcp_samples_{};  // nothing: nobody asks for them
};

}  // namespace gauntlet::client_pool
