// Samples of a made-up machine, so that a test of the maths needs no clock.
#pragma once

#include <vector>

#include "metrics/snapshot.h"
#include "orchestrator/limits/figures.h"

namespace gauntlet::orchestrator::limits {

inline constexpr std::int64_t kMadeSecond = 1'000'000'000;

// What goes on in each second of a machine with two CPUs, in CPU seconds; the rest is idle.
struct MadeSecond {
  double server_cpu = 0;  // of the one thread of server_pool
  double server_delay = 0;
  double client_cpu = 0;
  double client_delay = 0;
  double own = 0;
  double kernel = 0;  // interrupts
  double foreign = 0;
  double iowait = 0;
  double steal = 0;
  double io_pressure = 0;
  double server_throttled = 0;
  double client_throttled = 0;
  double written = 0;  // bytes
};

inline std::uint64_t made_ns(double seconds) { return static_cast<std::uint64_t>(seconds * 1e9); }

inline metrics::Snapshot made_snapshot(const MadeSecond& second, double t) {
  metrics::Snapshot sample;
  sample.time_ns = static_cast<std::int64_t>(made_ns(t));
  sample.own_cpu_ns = made_ns(second.own * t);
  metrics::ProgramSample& server = sample.programs[metrics::kServer];
  metrics::ProgramSample& client = sample.programs[metrics::kClient];
  server.threads[11] = {made_ns(second.server_cpu * t), made_ns(second.server_delay * t)};
  client.threads[21] = {made_ns(second.client_cpu * t), made_ns(second.client_delay * t)};
  server.throttled_ns = made_ns(second.server_throttled * t);
  client.throttled_ns = made_ns(second.client_throttled * t);
  server.allowed_cpus = client.allowed_cpus = {0, 1};
  server.written_bytes = static_cast<std::uint64_t>(second.written * t);
  sample.host.io_pressure_us = static_cast<std::uint64_t>(second.io_pressure * t * 1e6);

  metrics::CpuTimes& all = sample.host.cpus.all;
  all.work_s = t * (second.server_cpu + second.client_cpu + second.own + second.foreign);
  all.interrupts_s = t * second.kernel;
  all.iowait_s = t * second.iowait;
  all.steal_s = t * second.steal;
  all.idle_s = 2 * t - all.work_s - all.interrupts_s - all.iowait_s - all.steal_s;
  metrics::CpuTimes half{all.work_s / 2, all.interrupts_s / 2, all.idle_s / 2, all.iowait_s / 2,
                         all.steal_s / 2};
  sample.host.cpus.each = {{0, half}, {1, half}};
  return sample;
}

// Every 100 ms from 0 to 2 s.
inline std::vector<metrics::Snapshot> made_samples(const MadeSecond& second) {
  std::vector<metrics::Snapshot> samples;
  for (int i = 0; i <= 20; ++i) samples.push_back(made_snapshot(second, i * 0.1));
  return samples;
}

// Its figures from 0.5 s to 1.5 s.
inline Figures made_figures(const MadeSecond& second) {
  return figures_of(made_samples(second), {kMadeSecond / 2, kMadeSecond * 3 / 2}).value();
}

}  // namespace gauntlet::orchestrator::limits
