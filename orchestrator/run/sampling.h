// Snapshots of the machine and the programs, taken while the clients run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/units.h"
#include "metrics/sampler.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::run {

// metrics::take_snapshot, or what tests put in its place.
using Sampler = std::function<metrics::Snapshot(int server_pid, int client_pid,
                                                metrics::KernelThreads kernel_threads)>;

// From the clients' start until their report, one snapshot each interval, and one at either end.
// When there are too many, every other one is dropped and the interval doubled, so that a long
// scenario takes no more memory than a short one.
class Sampling {
 public:
  static constexpr std::size_t kMost = 1024;

  // The sampler outlives it.
  Sampling(const Sampler& sampler, Duration interval) : sampler_(sampler), interval_(interval) {}

  // The client's next line, as Process::read_line gives it.
  process::Got read_line(const process::Process& server, process::Process& client,
                         std::string& line, process::SteadyTime deadline);

  std::vector<metrics::Snapshot> take() { return std::move(samples_); }

 private:
  process::SteadyTime add(const metrics::Snapshot& snapshot);

  const Sampler& sampler_;
  Duration interval_;
  std::vector<metrics::Snapshot> samples_{};
};

}  // namespace gauntlet::orchestrator::run
