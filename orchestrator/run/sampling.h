// Snapshots of the machine and the programs, taken while the clients run, by a thread of its own.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/units.h"
#include "metrics/sampler.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::run {

// metrics::take_snapshot, or what tests put in its place.
using Sampler = std::function<metrics::Snapshot(const std::vector<metrics::Program>& programs,
                                                metrics::Others others)>;

// Is told of each snapshot as soon as it is taken, on the sampling thread, which it holds up. Must
// not throw.
using OnSample = std::function<void(const metrics::Snapshot&)>;

// Waits until a time; false when the sampling is to end before it.
using WaitUntil = std::function<bool(process::SteadyTime)>;

struct SamplingOptions {
  Sampler sampler = metrics::take_snapshot;
  std::vector<metrics::Program> programs{};
  Duration interval{};
  OnSample on_sample{};  // may be empty
  WaitUntil wait{};      // empty: by the steady clock, until finish is called
};

// The snapshots of a scenario in the order of time. When there are too many, every other one is
// dropped and the interval doubled, so that a long scenario takes no more memory than a short one.
class SampleList {
 public:
  static constexpr std::size_t kMost = 1024;

  explicit SampleList(Duration interval) : interval_(interval) {}

  void add(const metrics::Snapshot& snapshot);

  process::SteadyTime next_due() const;  // after the last one
  std::vector<metrics::Snapshot> take() { return std::move(samples_); }

 private:
  Duration interval_;
  std::vector<metrics::Snapshot> samples_{};
};

// From its making until finish: one snapshot each interval, and one at either end.
class Sampling {
 public:
  explicit Sampling(SamplingOptions options);
  Sampling(Sampling&&) = delete;
  ~Sampling() { finish(); }

  // Takes the last snapshot and ends the thread. From then on nobody is told of any more.
  std::vector<metrics::Snapshot> finish();

 private:
  void sample();
  void take(metrics::Others others);
  bool wait_until(process::SteadyTime time);

  SamplingOptions options_;
  SampleList samples_;
  std::mutex mutex_{};
  std::condition_variable changed_{};
  bool finished_ = false;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace gauntlet::orchestrator::run
