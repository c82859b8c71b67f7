// Snapshots of a machine that has nothing to do, 100 ms after each other.
#pragma once

#include <utility>
#include <vector>

#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run {

struct FakeSampler {
  // Of programs that run: one thread each, with the program's pid.
  struct Taken {
    int server_pid;
    int client_pid;
    metrics::KernelThreads kernel_threads;
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
    return [this](int server_pid, int client_pid, metrics::KernelThreads kernel_threads) {
      const double t = 0.1 * static_cast<double>(taken.size());
      metrics::Snapshot sample;
      sample.time_ns = time_ns(taken.size());
      sample.host.cpus.all.idle_s = t;
      sample.host.cpus.each[0].idle_s = t;
      if (server_pid != 0) sample.server.threads[server_pid] = {};
      if (client_pid != 0) sample.client.threads[client_pid] = {};
      taken.push_back({server_pid, client_pid, kernel_threads});
      return sample;
    };
  }
};

}  // namespace gauntlet::orchestrator::run
