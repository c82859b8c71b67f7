// The table of a sweep and what stands beside it: begun anew, or taken up where the sweep stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/sweep/plan.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::sweep {

// How many rows of a scenario in a pass were set aside (sweep/rerun.h).
using TimesSetAside = std::map<std::pair<std::uint64_t, std::string>, std::uint64_t>;

struct Ledger {
  Sidecar sidecar;
  table::TableWriter table;
  std::vector<table::Row> earlier{};  // the rows that the table holds already
  TimesSetAside set_aside{};          // by pass and scenario
};

// The names of the setting columns of its table.
std::vector<std::string> setting_columns();

// With a new table. Throws Error (kUnable) when it cannot be made.
Ledger new_ledger(Sidecar sidecar);

// In the folder of results, with the plan. Throws Error (kUnable) when it cannot be made.
Ledger begin_ledger(const std::filesystem::path& results, const Plan& plan);

// Of the table of a sweep of this plan; half a row at its end is cut off. Throws Error (kBadInput)
// when the table holds rows that the plan does not make, or one of them twice, (kUnable) when
// another orchestrator writes it.
Ledger resume_ledger(const std::filesystem::path& table, const Plan& plan);

}  // namespace gauntlet::orchestrator::sweep
