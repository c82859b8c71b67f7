// Paired tables -> what the statistics work on.
#pragma once

#include <cstddef>
#include <vector>

#include "orchestrator/diff/pairing.h"
#include "orchestrator/statistics/samples.h"

namespace gauntlet::orchestrator::diff {

// Rows that can be judged, and where each of them stands among those of the tables.
struct Judgeable {
  std::vector<statistics::RowPair> pairs{};
  std::vector<std::size_t> places{};
};

// Each value of each axis that takes several values among these rows. Of slices with the same rows
// only the first, and none of a single row.
std::vector<statistics::Slice> slices_of(const PairedTables& tables,
                                         const std::vector<std::size_t>& places);

}  // namespace gauntlet::orchestrator::diff
