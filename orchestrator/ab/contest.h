// A live comparison: both builds back to back in every scenario, pass after pass, until their
// verdict is clear.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/ab/build.h"
#include "orchestrator/diff/comparison.h"
#include "orchestrator/process/interrupt.h"
#include "orchestrator/run/files.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/sweep/progress.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::ab {

// A build with the table of its rows and what stands beside it.
struct Contestant {
  const Build& build;
  sweep::Sidecar sidecar;
  table::TableWriter table;
};

struct Contestants {
  std::string id{};  // in the column ab of all their rows
  Contestant base;
  Contestant fresh;
};

// New tables ab_<YYYYmmdd_HHMMSS>_base.csv and ..._new.csv in the folder; the builds outlive them.
// Throws Error (kUnable) when they cannot be made.
Contestants make_contestants(const std::filesystem::path& results, const Build& base,
                             const Build& fresh);

// What it works with; everything outlives it.
struct Stadium {
  const run::TestFiles& files;
  const process::Interrupt& interrupt;
  const process::Launcher& launch;
};

// What progress calls the scenarios of both sides: "base thread-s2-get-1MB-c4".
std::vector<matrix::Scenario> scenarios_of_both(const std::vector<matrix::Scenario>& scenarios,
                                                const Contestants& contestants);

// At most plan.repeats.passes passes, within plan.budget where there is one. The verdict of the
// last look, whose levels are the part that is due to a look; nothing when it was interrupted. All
// rows so far are in the tables then. Throws Error as take_turn and compare do.
std::optional<diff::Comparison> contest(const sweep::Plan& plan, const Stadium& stadium,
                                        const diff::CompareOptions& judging,
                                        Contestants& contestants, sweep::Progress& progress);

}  // namespace gauntlet::orchestrator::ab
