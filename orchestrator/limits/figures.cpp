#include "orchestrator/limits/figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "contract/client_report.h"
#include "orchestrator/limits/series.h"

namespace gauntlet::orchestrator::limits {
namespace {

using metrics::CpuTimes;
using metrics::Snapshot;
using metrics::ThreadTimes;
using Snapshots = std::vector<Snapshot>;
using Program = const char*;  // its name

// What the samples with a running client cover of the steady span.
Span covered(const Snapshots& samples, Span steady) {
  Span span{steady.begin_ns, steady.begin_ns};
  for (const Snapshot& sample : samples)
    if (!sample.program(metrics::kClient).threads.empty())
      span.end_ns = std::min(sample.time_ns, steady.end_ns);
  if (!samples.empty()) span.begin_ns = std::max(span.begin_ns, samples.front().time_ns);
  return span;
}

// The increase of a counter within the span; get gives nothing for samples that do not have it.
template <typename Get>
double increase(const Snapshots& samples, Span span, Get get) {
  Series series;
  for (const Snapshot& sample : samples)
    if (const std::optional<double> value = get(sample)) series.add(sample.time_ns, *value);
  return series.increase(span.begin_ns, span.end_ns);
}

// Of a counter that starts with its thread at 0, some time after the sample before the first one.
double thread_increase(const Snapshots& samples, Span span, Program program, int tid,
                       std::uint64_t ThreadTimes::*counter) {
  Series series;
  const Snapshot* before = nullptr;
  for (const Snapshot& sample : samples) {
    const auto& threads = sample.program(program).threads;
    if (const auto found = threads.find(tid); found != threads.end()) {
      if (series.empty() && before != nullptr) series.add(before->time_ns, 0);
      series.add(sample.time_ns, static_cast<double>(found->second.*counter) / 1e9);
    }
    before = &sample;
  }
  return series.increase(span.begin_ns, span.end_ns);
}

// How busy the CPUs with these numbers were.
template <typename Chosen>
std::optional<double> busy_part(const Snapshots& samples, Span span, Chosen chosen) {
  double busy = 0;
  double total = 0;
  for (const auto& [number, unused] : samples.back().host.cpus.each) {
    if (!chosen(number)) continue;
    const auto counter = [&samples, span, cpu = number](double (CpuTimes::*times)() const) {
      return increase(samples, span, [cpu, times](const Snapshot& sample) -> std::optional<double> {
        const auto found = sample.host.cpus.each.find(cpu);
        if (found == sample.host.cpus.each.end()) return std::nullopt;
        return (found->second.*times)();
      });
    };
    busy += counter(&CpuTimes::busy_s);
    total += counter(&CpuTimes::total_s);
  }
  return total > 0 ? std::optional(busy / total) : std::nullopt;
}

void fill_threads(ProgramFigures& figures, const Snapshots& samples, Span span, Program program) {
  std::set<int> tids;
  for (const Snapshot& sample : samples)
    for (const auto& [tid, times] : sample.program(program).threads) tids.insert(tid);
  for (const int tid : tids) {
    const double cpu =
        thread_increase(samples, span, program, tid, &ThreadTimes::cpu_ns) / span.seconds();
    const double delay =
        thread_increase(samples, span, program, tid, &ThreadTimes::delay_ns) / span.seconds();
    figures.cores += cpu;
    figures.demand = std::max(figures.demand, cpu + std::max(delay, figures.throttled));
  }
  figures.demand = std::min(figures.demand, 1.0);
}

void fill_allowed(ProgramFigures& figures, const Snapshots& samples, Span span, Program program) {
  std::set<unsigned> allowed;
  for (const Snapshot& sample : samples)
    if (const auto& cpus = sample.program(program).allowed_cpus; !cpus.empty())
      allowed = {cpus.begin(), cpus.end()};
  const auto is_allowed = [&allowed](unsigned cpu) { return allowed.count(cpu) > 0; };
  const auto is_other = [&allowed](unsigned cpu) { return allowed.count(cpu) == 0; };
  figures.allowed_busy = busy_part(samples, span, is_allowed).value_or(0);
  if (const auto busy = busy_part(samples, span, is_other)) figures.others_idle = 1 - *busy;
}

ProgramFigures program_figures(const Snapshots& samples, Span span, Program program) {
  const auto throttled = [program](const Snapshot& sample) -> std::optional<double> {
    const auto& counter = sample.program(program).throttled_ns;
    return counter ? std::optional(static_cast<double>(*counter) / 1e9) : std::nullopt;
  };
  const auto written = [program](const Snapshot& sample) -> std::optional<double> {
    if (sample.program(program).threads.empty()) return std::nullopt;
    return static_cast<double>(sample.program(program).written_bytes);
  };
  ProgramFigures figures;
  figures.throttled = std::min(1.0, increase(samples, span, throttled) / span.seconds());
  figures.written_Bps = increase(samples, span, written) / span.seconds();
  fill_threads(figures, samples, span, program);
  // Each of the two misses something: the threads those that came and went between two samples, the
  // whole what nobody waited for.
  const auto whole = [program](const Snapshot& sample) -> std::optional<double> {
    const auto& counter = sample.program(program).cpu_ns;
    return counter ? std::optional(static_cast<double>(*counter) / 1e9) : std::nullopt;
  };
  figures.cores = std::max(figures.cores, increase(samples, span, whole) / span.seconds());
  fill_allowed(figures, samples, span, program);
  figures.sampled = std::any_of(samples.begin(), samples.end(), [program](const Snapshot& sample) {
    return !sample.program(program).threads.empty();
  });
  return figures;
}

// CPU seconds of the kernel's threads. They are counted in few samples, so spread over all the time
// between the first and the last.
double kernel_threads(const Snapshots& samples, Span span) {
  return increase(samples, span, [](const Snapshot& sample) -> std::optional<double> {
    const auto& counter = sample.host.kernel_threads_ns;
    return counter ? std::optional(static_cast<double>(*counter) / 1e9) : std::nullopt;
  });
}

void fill_host(Figures& figures, const Snapshots& samples, Span span) {
  const auto part = [&samples, span](auto counter) {
    return increase(samples, span, [counter](const Snapshot& sample) -> std::optional<double> {
      return counter(sample.host.cpus.all);
    });
  };
  const double total = part([](const CpuTimes& times) { return times.total_s(); });
  if (total <= 0) return;
  const double own = increase(samples, span, [](const Snapshot& sample) -> std::optional<double> {
    return static_cast<double>(sample.own_cpu_ns) / 1e9;
  });
  const double interrupts = part([](const CpuTimes& times) { return times.interrupts_s; });
  figures.busy = part([](const CpuTimes& times) { return times.busy_s(); }) / total;
  figures.iowait = part([](const CpuTimes& times) { return times.iowait_s; }) / total;
  figures.steal = part([](const CpuTimes& times) { return times.steal_s; }) / total;
  figures.kernel = (interrupts + kernel_threads(samples, span)) / total;
  figures.own = own / total;
  const double cores = figures.server.cores + figures.client.cores + figures.proxy.cores;
  const double programs = cores * span.seconds() / total;
  figures.foreign = std::max(0.0, figures.busy - programs - figures.own - figures.kernel);
}

// Which processes are the scenario's, in any sample: their first thread has the number of the
// process.
std::set<int> own_processes(const Snapshots& samples) {
  std::set<int> pids;
  for (const Snapshot& sample : samples)
    for (const auto& [name, program] : sample.programs)
      for (const auto& [tid, times] : program.threads) pids.insert(tid);
  return pids;
}

// CPU time of the others between the two samples, by name.
std::map<std::string, double> used_by_others(const Snapshot& first, const Snapshot& last,
                                             const std::set<int>& own) {
  std::map<std::string, double> seconds;
  for (const auto& [pid, process] : last.host.processes) {
    if (own.contains(pid)) continue;
    const auto found = first.host.processes.find(pid);
    const std::uint64_t before = found == first.host.processes.end() ? 0 : found->second.cpu_ns;
    if (process.cpu_ns > before)
      seconds[process.name] += static_cast<double>(process.cpu_ns - before) / 1e9;
  }
  return seconds;
}

void fill_others(Figures& figures, const Snapshots& samples) {
  constexpr std::size_t kMost = 3;
  const auto counted = [](const Snapshot& sample) { return !sample.host.processes.empty(); };
  const auto first = std::find_if(samples.begin(), samples.end(), counted);
  const auto last = std::find_if(samples.rbegin(), samples.rend(), counted);
  if (first == samples.end() || &*first == &*last) return;
  const double total = figures.cpus * static_cast<double>(last->time_ns - first->time_ns) / 1e9;
  for (const auto& [name, seconds] : used_by_others(*first, *last, own_processes(samples)))
    figures.others.push_back({name, seconds / total});
  std::sort(figures.others.begin(), figures.others.end(),
            [](const OtherProgram& a, const OtherProgram& b) { return a.part > b.part; });
  if (figures.others.size() > kMost) figures.others.resize(kMost);
}

}  // namespace

std::optional<Figures> figures_of(const Snapshots& samples, Span steady) {
  constexpr double kRoundingSeconds = 0.02;  // a tick of /proc/stat is 10 ms, at either end
  const Span span = covered(samples, steady);
  if (span.seconds() < contract::kLeastSteadySeconds) return std::nullopt;
  Figures figures{.span = span};
  figures.cpus = static_cast<double>(samples.back().host.cpus.each.size());
  figures.server = program_figures(samples, span, metrics::kServer);
  figures.client = program_figures(samples, span, metrics::kClient);
  figures.proxy = program_figures(samples, span, metrics::kProxy);
  fill_host(figures, samples, span);
  fill_others(figures, samples);
  if (figures.cpus > 0) figures.rounding = kRoundingSeconds / (figures.cpus * span.seconds());
  if (samples.back().host.io_pressure_us)
    figures.io_pressure =
        increase(samples, span,
                 [](const Snapshot& sample) -> std::optional<double> {
                   return static_cast<double>(sample.host.io_pressure_us.value_or(0)) / 1e6;
                 }) /
        span.seconds();
  return figures;
}

}  // namespace gauntlet::orchestrator::limits
