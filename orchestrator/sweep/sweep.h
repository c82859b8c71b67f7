// All scenarios, one after the other, each as a row that is written at once.
#pragma once

#include <cstddef>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/sweep/command_lines.h"
#include "orchestrator/sweep/files.h"
#include "orchestrator/sweep/interrupt.h"
#include "orchestrator/sweep/process.h"
#include "orchestrator/sweep/progress.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator {

// What a sweep works with; everything outlives it.
struct Workshop {
  const Programs& programs;
  const TestFiles& files;
  const Sidecar& sidecar;
  const Interrupt& interrupt;
  const Launcher& launch;
};

struct SweepResult {
  std::size_t rows = 0;
  std::size_t failed = 0;
  bool interrupted = false;  // the scenario that ran then has no row
};

// The names of the setting columns, for a table that sweep writes to.
std::vector<std::string> setting_columns();

// Throws Error (kUnable) when a row or a report cannot be written; the rows before it are safe.
SweepResult sweep(const std::vector<Scenario>& scenarios, const Workshop& workshop,
                  TableWriter& table, Progress& progress);

}  // namespace gauntlet::orchestrator
