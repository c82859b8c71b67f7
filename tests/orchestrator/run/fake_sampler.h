// Snapshots of a machine that has nothing to do, 100 ms after each other.
#pragma once

#include <utility>
#include <vector>

#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run {

struct FakeSampler {
  // Of programs that run: one thread each, with the program's pid.
  struct Taken {
    int server_pid = 0;
    int client_pid = 0;
    metrics::Others others{};
  };
  std::vector<Taken> taken{};
  int intervals = 0;  // that pass between the first sample and the last one
  std::int64_t begin_ns = std::chrono::steady_clock::now().time_since_epoch().count();

  std::int64_t time_ns(std::size_t sample) const {
    constexpr std::int64_t kStep = 100'000'000;
    return begin_ns + static_cast<std::int64_t>(sample) * kStep;
  }

  // A clock on which an interval passes at once.
  WaitUntil clock() {
    return [this](process::SteadyTime) { return intervals-- > 0; };
  }

  Sampler sampler() {
    return [this](const std::vector<metrics::Program>& programs, metrics::Others others) {
      const double t = 0.1 * static_cast<double>(taken.size());
      metrics::Snapshot sample;
      sample.time_ns = time_ns(taken.size());
      sample.host.cpus.all.idle_s = t;
      sample.host.cpus.each[0].idle_s = t;
      Taken now{.others = others};
      for (const metrics::Program& program : programs) {
        sample.programs[program.name].threads[program.pid] = {};
        (program.name == metrics::kServer ? now.server_pid : now.client_pid) = program.pid;
      }
      taken.push_back(now);
      return sample;
    };
  }
};

}  // namespace gauntlet::orchestrator::run
