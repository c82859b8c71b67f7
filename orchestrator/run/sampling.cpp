#include "orchestrator/run/sampling.h"

#include <algorithm>

namespace gauntlet::orchestrator::run {
namespace {

using metrics::KernelThreads;
using metrics::Snapshot;

void drop_every_other(std::vector<Snapshot>& samples) {
  for (std::size_t i = 0; 2 * i < samples.size(); ++i) std::swap(samples[i], samples[2 * i]);
  samples.resize((samples.size() + 1) / 2);
}

}  // namespace

// Gives the time for the next one.
process::SteadyTime Sampling::add(const Snapshot& snapshot) {
  samples_.push_back(snapshot);
  if (samples_.size() >= kMost) {
    drop_every_other(samples_);
    interval_ *= 2;
  }
  return process::SteadyTime(std::chrono::nanoseconds(snapshot.time_ns)) + interval_;
}

// The snapshots at the ends count the kernel's threads, which would cost too much each time. The
// one at the end leaves out the client, whose threads end with its report.
process::Got Sampling::read_line(const process::Process& server, process::Process& client,
                                 std::string& line, process::SteadyTime deadline) {
  process::SteadyTime next = add(sampler_(server.pid(), client.pid(), KernelThreads::kCount));
  for (;;) {
    const process::SteadyTime until = std::min(next, deadline);
    const process::Got got = client.read_line(line, until);
    if (got == process::Got::kLine) add(sampler_(server.pid(), 0, KernelThreads::kCount));
    if (got != process::Got::kLate || until == deadline) return got;
    next = add(sampler_(server.pid(), client.pid(), KernelThreads::kLeaveOut));
  }
}

}  // namespace gauntlet::orchestrator::run
