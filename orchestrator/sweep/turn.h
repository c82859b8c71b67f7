// One turn of a plan: a scenario is run, and what came of it is written down.
#pragma once

#include <optional>
#include <string>

#include "orchestrator/process/interrupt.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/files.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/run/sampling.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::sweep {

// What a sweep works with; everything outlives it.
struct Workshop {
  const run::Programs& programs;
  const run::TestFiles& files;
  const process::Interrupt& interrupt;
  const process::Launcher& launch;
  run::OnSample on_sample{};  // of every scenario that runs; may be empty
};

// What a row of a live comparison says beyond that of a sweep.
struct Stamp {
  std::string ab{};       // the comparison's id
  std::string version{};  // of the programs; empty: that of orchestrator
};

struct Taken {
  table::Row row{};
  run::Observed seen{};  // what the row was made of
};

// The row, once it is on its way to the disk; its report and, where it failed or lost a worker, its
// logs are there before it. Nothing when it was interrupted: then there is no row. Throws Error
// (kUnable) when something cannot be written.
std::optional<Taken> take_turn(const matrix::Scenario& scenario, const Turn& turn,
                               const Workshop& workshop, const Sidecar& sidecar,
                               table::TableWriter& table, const Stamp& stamp = {});

}  // namespace gauntlet::orchestrator::sweep
