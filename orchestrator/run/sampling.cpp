#include "orchestrator/run/sampling.h"

#include <utility>

namespace gauntlet::orchestrator::run {
namespace {

using metrics::Others;
using metrics::Snapshot;

void drop_every_other(std::vector<Snapshot>& samples) {
  for (std::size_t i = 0; 2 * i < samples.size(); ++i) std::swap(samples[i], samples[2 * i]);
  samples.resize((samples.size() + 1) / 2);
}

}  // namespace

void SampleList::add(const Snapshot& snapshot) {
  samples_.push_back(snapshot);
  if (samples_.size() < kMost) return;
  drop_every_other(samples_);
  interval_ *= 2;
}

process::SteadyTime SampleList::next_due() const {
  return process::SteadyTime(std::chrono::nanoseconds(samples_.back().time_ns)) + interval_;
}

Sampling::Sampling(SamplingOptions options)
    : options_(std::move(options)), samples_(options_.interval), thread_([this] { sample(); }) {}

std::vector<Snapshot> Sampling::finish() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  return samples_.take();
}

// The snapshots at the ends count the kernel's threads, which would cost too much each time. The
// one at the end leaves out the client, whose threads end with its report.
void Sampling::sample() {
  const WaitUntil wait =
      options_.wait ? options_.wait : [this](process::SteadyTime time) { return wait_until(time); };
  take(Others::kCount);
  while (wait(samples_.next_due())) take(Others::kLeaveOut);
  std::erase_if(options_.programs,
                [](const metrics::Program& program) { return program.name == metrics::kClient; });
  take(Others::kCount);
}

void Sampling::take(Others others) {
  const Snapshot snapshot = options_.sampler(options_.programs, others);
  samples_.add(snapshot);
  if (options_.on_sample) options_.on_sample(snapshot);
}

bool Sampling::wait_until(process::SteadyTime time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_until(lock, time, [this] { return finished_; });
}

}  // namespace gauntlet::orchestrator::run
