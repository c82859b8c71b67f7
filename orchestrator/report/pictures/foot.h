// What stands at the foot of a picture: where and when it was measured, and what it leaves out.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report::pictures {

// One line each, of so many letters at most; never none.
using Foot = std::vector<std::string>;
inline constexpr std::size_t kFootLetters = 118;

// Where rows were measured, for people; each text is empty where no row says it.
struct Origin {
  std::string machines{};
  std::string dates{};     // "measured 2026-01-31 12:00 to 12:34"
  std::string versions{};  // "Gauntlet 0.1.0"
};
Origin origin_of(const std::vector<const table::Row*>& rows);
Origin origin_of(const std::vector<table::Row>& rows);

// The machines, and below them all else with, at the end, what it leaves out.
Foot foot_of(const Origin& origin, const std::string& counted);
// A side of a comparison: "base: measured ...; Gauntlet ...; ...".
void add_to_foot(const std::string& label, const Origin& origin, const std::string& counted,
                 Foot& foot);

// "3 passes; 36 rows: 2 failed and left out, 4 not valid and hollow", "1 pass; 1 row, none left
// out".
std::string describe_counts(const RowCounts& counts, std::size_t passes);

}  // namespace gauntlet::orchestrator::report::pictures
