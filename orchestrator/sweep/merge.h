// The tables of the shards of a sweep, put together. Pure.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/sweep/plan.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::sweep {

// A shard's table, and what it was to run.
struct Part {
  std::string file{};
  Plan plan{};
  std::string columns{};  // the table's first line
  table::Table table{};
};

// The plan of the whole sweep. Throws Error (kBadInput) unless the parts fit: of the same
// scenarios, passes and order, with the same columns, each shard once, and none of its
// rows missing.
Plan merged_plan(const std::vector<Part>& parts);

// The rows of all parts in the order in which the whole sweep would have had them.
std::vector<table::Row> merged_rows(const std::vector<Part>& parts);

}  // namespace gauntlet::orchestrator::sweep
