// What the samples of a scenario say about its steady span: who used the CPUs, who waited. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/snapshot.h"

namespace gauntlet::orchestrator::limits {

// A part of the steady clock's time, in nanoseconds.
struct Span {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;

  double seconds() const { return static_cast<double>(end_ns - begin_ns) / 1e9; }
};

// A program that is not part of the scenario.
struct OtherProgram {
  std::string name{};
  double part = 0;  // of the host
};

struct ProgramFigures {
  bool sampled = true;      // false: nothing is known of it, and all that follows is 0
  double cores = 0;         // CPU time a second, of all its threads
  double demand = 0;        // what its busiest thread asked for of a core: 0 to 1
  double throttled = 0;     // part of the span in which a control group's limit held it back
  double allowed_busy = 0;  // how busy the CPUs were on which it may run: 0 to 1
  std::optional<double> others_idle{};  // how idle the others were; nothing: it may run on all
  double written_Bps = 0;               // sent to disks
};

// Parts of the host are of the CPU time of all its CPUs, 0 to 1.
struct Figures {
  Span span{};  // the part of the steady span that the samples cover
  ProgramFigures server{};
  ProgramFigures client{};
  ProgramFigures proxy{.sampled = false};  // before the server, in scenarios that have one
  double busy = 0;
  double iowait = 0;
  double steal = 0;
  double kernel = 0;   // interrupts and the kernel's own threads
  double own = 0;      // orchestrator
  double foreign = 0;  // busy with neither the programs, nor orchestrator, nor the kernel's work
  // Those of the others that used most, three at most, the first one the most of all: by what is
  // known of them between the first and the last sample; who ended before the last is missing.
  std::vector<OtherProgram> others{};
  double rounding = 0;  // how wrong a part of the host may be: the kernel counts whole ticks
  double cpus = 0;      // of the host
  std::optional<double> io_pressure{};  // part of the span in which some thread waited for a disk
};

// Counters are read off between two samples in proportion. Demand is min(1, CPU time + the larger
// of run delay and throttled time): the delay of a throttled thread goes on while it is throttled,
// so that adding the two would count it twice. Nothing when the samples in which the client runs
// cover less than contract::kLeastSteadySeconds of the steady span: too few samples lie within.
std::optional<Figures> figures_of(const std::vector<metrics::Snapshot>& samples, Span steady);

}  // namespace gauntlet::orchestrator::limits
