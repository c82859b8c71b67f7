// Cells -> maps of the whole matrix, ready to be drawn: how fast each cell was, and what limited
// it. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"

namespace gauntlet::orchestrator::report::pictures {

// What comes after these is left out, with a note.
inline constexpr std::size_t kMaxMapRows = 96;
inline constexpr std::size_t kMaxMapColumns = 16;

enum class CellState { kShown, kFailed, kAbsent };

struct MapCell {
  CellState state = CellState::kAbsent;
  bool valid = true;  // false: drawn hollow
  double level = 0;   // heatmap: share of the best, 0 to 1; limits: place in the legend
  std::string text{};
  std::string passes{};  // below it, of several passes: their range, or how many of them
};

struct MapRow {
  std::string name{};
  std::string unit{};            // of the row's rates
  std::vector<MapCell> cells{};  // one for each column
};

// A word of the legend.
struct MapWord {
  std::string text{};    // "server_cpu, 12 cells"
  std::string colour{};  // "#0072b2"
  bool is_dark = false;  // white letters can be read on it, black ones cannot
};

struct MatrixMap {
  std::string caption{};
  std::vector<std::string> columns{};
  std::vector<MapRow> rows{};
  std::vector<MapWord> legend{};  // of the map of limits; the heatmap has none
  bool by_unit = false;  // heatmap: the best is that of all rows of a unit, not of each row
};

// A column for each server, mode and server pool, a row for each of all else. They add to notes
// what they leave out.
MatrixMap heatmap(const Cells& cells, std::vector<std::string>& notes);
// A map without rows has nothing to show: no row says what limited it.
MatrixMap limits_map(const Cells& cells, std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
