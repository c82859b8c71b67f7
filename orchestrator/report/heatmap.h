// Cells -> the heatmap of the whole matrix, ready to be drawn. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"

namespace gauntlet::orchestrator::report {

// What comes after these is left out, with a note.
inline constexpr std::size_t kMaxHeatRows = 96;
inline constexpr std::size_t kMaxHeatColumns = 16;

enum class Heat { kValue, kFailed, kAbsent };

struct HeatCell {
  Heat heat = Heat::kAbsent;
  double share = 0;    // of the row's best, 0 to 1
  std::string text{};  // the rate
};

struct HeatRow {
  std::string name{};
  std::vector<HeatCell> cells{};  // one for each column
};

struct Heatmap {
  std::string caption{};
  std::vector<std::string> columns{};
  std::vector<HeatRow> rows{};
};

// A row for each operation, volume and client pool, a column for each mode and server pool. Adds to
// notes what it leaves out.
Heatmap heatmap(const Cells& cells, std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report
