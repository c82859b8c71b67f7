// A service level objective: what must hold of a row, as 'p99 < 50ms, failed = 0'. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/matrix/relation.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::capacity {

struct Condition {
  const table::Column* column = nullptr;
  matrix::Relation relation = matrix::Relation::kLess;
  double bound = 0;    // in the column's unit, or a part
  bool share = false;  // of requests: as a part of all that were made, 0 to 1
  std::string text{};  // "p99 < 50ms"
};

struct Slo {
  std::vector<Condition> conditions{};  // all of them must hold
  std::string text{};                   // "p99 < 50ms, failed = 0"
};

// Names are those of columns that hold numbers, with their unit or without it (p99_s or p99). A
// value without a unit is in the column's own; a percentage is a hundredth of a part, or of all
// requests. Failed requests have no response time, so that `failed = 0` is added where nothing is
// said of failed ones. Throws Error (kBadInput) that names the condition and the fix.
Slo parse_slo(std::string_view text);

enum class Met { kYes, kNo, kNotShown };

struct SloAnswer {
  Met met = Met::kYes;
  std::string why{};                  // unless it is met: "p99_s is 61.2 ms"
  std::uint64_t requests_needed = 0;  // of kNotShown: from so many on it would be shown; 0: unknown
};

// One condition that does not hold outweighs others that cannot be told.
SloAnswer check_slo(const Slo& slo, const table::Row& row);

}  // namespace gauntlet::orchestrator::capacity
