// Rows that are to be run again. They are set aside first: their rows and files move beside the
// table, and a resumed sweep then runs what the table has no row of.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "orchestrator/sweep/ledger.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

enum class Rerun { kFailed, kInvalid };

// Whether one of these is said of the row.
bool is_to_run_again(const table::Row& row, const std::vector<Rerun>& which);

struct SetAside {
  std::filesystem::path file{};  // all rows that were ever set aside
  std::size_t rows = 0;          // now
};

// Moves such rows of the table of a sweep of this plan into the file, with their reports and logs.
// Whenever it is killed, every row is in the table or in the file, and the next call completes it.
// Throws as resume_ledger does, and Error (kUnable) when a file cannot be written.
SetAside set_aside(const std::filesystem::path& table, const Plan& plan,
                   const std::vector<Rerun>& which);

}  // namespace gauntlet::orchestrator::sweep
