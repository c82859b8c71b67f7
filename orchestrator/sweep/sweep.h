// All scenarios of a plan, pass after pass, each as a row that is written at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "orchestrator/sweep/campaign.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

struct SweepResult {
  std::size_t rows = 0;      // of the whole table, with those of before
  std::size_t failed = 0;    // of them
  std::uint64_t passes = 0;  // planned
  bool interrupted = false;  // the scenario that ran then has no row
};

// Runs what the ledger holds no row of yet, in a campaign that has begun. Throws Error (kUnable)
// when a row or a report cannot be written; the rows before it are safe.
SweepResult sweep(const Plan& plan, const Side& side, Campaign& campaign);

}  // namespace gauntlet::orchestrator::sweep
