#include "orchestrator/diff/judgeable.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>

namespace gauntlet::orchestrator::diff {

std::vector<statistics::Slice> slices_of(const PairedTables& tables,
                                         const std::vector<std::size_t>& places) {
  std::vector<statistics::Slice> slices;
  std::set<std::vector<std::size_t>> seen;
  for (std::size_t axis = 0; axis < tables.names.size(); ++axis) {
    std::map<std::string, std::vector<std::size_t>> by_value;
    for (std::size_t i = 0; i < places.size(); ++i)
      by_value[tables.rows[places[i]].values[axis]].push_back(i);
    if (by_value.size() < 2) continue;
    for (const auto& [value, rows] : by_value)
      if (rows.size() > 1 && seen.insert(rows).second)
        slices.push_back({fmt::format("{}={}", tables.names[axis], value), rows});
  }
  return slices;
}

}  // namespace gauntlet::orchestrator::diff
