// One turn of a plan: a scenario is run, and what came of it is written down.
#pragma once

#include <optional>
#include <string>

#include "orchestrator/sweep/command_lines.h"
#include "orchestrator/sweep/files.h"
#include "orchestrator/sweep/interrupt.h"
#include "orchestrator/sweep/observed.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/sweep/process.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator {

// What a sweep works with; everything outlives it.
struct Workshop {
  const Programs& programs;
  const TestFiles& files;
  const Interrupt& interrupt;
  const Launcher& launch;
};

// What a row of a live comparison says beyond that of a sweep.
struct Stamp {
  std::string ab{};       // the comparison's id
  std::string version{};  // of the programs; empty: that of orchestrator
};

struct Taken {
  Row row{};
  Observed seen{};  // what the row was made of
};

// The row, once it is on its way to the disk; its report and, where it failed or lost a worker, its
// logs are there before it. Nothing when it was interrupted: then there is no row. Throws Error
// (kUnable) when something cannot be written.
std::optional<Taken> take_turn(const Scenario& scenario, const Turn& turn, const Workshop& workshop,
                               const Sidecar& sidecar, TableWriter& table, const Stamp& stamp = {});

}  // namespace gauntlet::orchestrator
