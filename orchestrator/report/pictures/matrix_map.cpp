#include "orchestrator/report/pictures/matrix_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "base/units.h"
#include "orchestrator/limits/limit.h"
#include "orchestrator/report/pictures/layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr std::size_t kMostColumnLetters = 60;
constexpr std::size_t kMostRowLetters = 100;

// The axes that make the columns, and the others.
struct Sides {
  std::vector<std::size_t> columns{};
  std::vector<std::size_t> rows{kOperation, kVolume, kClientPool};
};

Sides sides_of(const std::vector<Axis>& axes) {
  Sides sides;
  for (std::size_t i = kBaseAxes; i < axes.size(); ++i)
    (axes[i].name == "server" ? sides.columns : sides.rows).push_back(i);
  for (const std::size_t axis : {kMode, kServerPool}) sides.columns.push_back(axis);
  return sides;
}

// Three digits or a little more, so that it fits into a cell: "0.42", "7.5", "1043", "12.3k".
std::string short_number(double value) {
  const char* suffix = "";
  for (const char* larger : {"k", "M", "G"}) {
    if (value < (*suffix == '\0' ? 9999.5 : 999.5)) break;
    value /= 1000;
    suffix = larger;
  }
  const int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", value, decimals, suffix);
}

using ToMapCell = std::function<MapCell(const Cell&)>;

// Cells by row and column; of each row and column also one of its cells.
struct BySide {
  Sides sides{};
  std::map<Places, Places> rows{};
  std::map<Places, Places> columns{};
  std::map<std::pair<Places, Places>, const Cell*> cells{};
};

BySide by_side(const Cells& cells) {
  BySide sorted{.sides = sides_of(cells.axes)};
  for (const auto& [places, cell] : cells.cells) {
    const Places row = part_of(places, sorted.sides.rows);
    const Places column = part_of(places, sorted.sides.columns);
    sorted.rows.emplace(row, places);
    sorted.columns.emplace(column, places);
    sorted.cells[{row, column}] = &cell;
  }
  return sorted;
}

void leave_out(std::map<Places, Places>& side, std::size_t most, const std::string& what,
               std::vector<std::string>& notes) {
  if (side.size() <= most) return;
  notes.push_back(fmt::format("{}: the first {} of {} are shown", what, most, side.size()));
  side.erase(std::next(side.begin(), static_cast<std::ptrdiff_t>(most)), side.end());
}

// All rows and columns that the cells have, up to the most that are drawn.
MatrixMap to_map(const std::string& name, const Cells& cells, const ToMapCell& to_map_cell,
                 std::vector<std::string>& notes) {
  BySide sorted = by_side(cells);
  leave_out(sorted.columns, kMaxMapColumns, name + ": columns", notes);
  leave_out(sorted.rows, kMaxMapRows, name + ": rows", notes);
  MatrixMap map;
  for (const auto& [column, places] : sorted.columns)
    map.columns.push_back(
        cut_to(describe(cells.axes, places, sorted.sides.columns), kMostColumnLetters));
  for (const auto& [row, places] : sorted.rows) {
    MapRow& added = map.rows.emplace_back();
    added.name = cut_to(describe(cells.axes, places, sorted.sides.rows), kMostRowLetters);
    added.unit = cells.rate(places).unit;
    for (const auto& [column, of_column] : sorted.columns) {
      const auto found = sorted.cells.find({row, column});
      added.cells.push_back(found == sorted.cells.end() ? MapCell{} : to_map_cell(*found->second));
    }
  }
  return map;
}

double best_of(const MapRow& row) {
  double best = 0;
  for (const MapCell& cell : row.cells) best = std::max(best, cell.level);
  return best;
}

// Levels become shares of the best one: of the row, or where the map has one column, so that every
// cell would be its row's best, of all rows of the same unit.
void scale_to_best(MatrixMap& map) {
  map.by_unit = map.columns.size() == 1;
  std::map<std::string, double> best_of_unit;
  for (const MapRow& row : map.rows) {
    double& best = best_of_unit[row.unit];
    best = std::max(best, best_of(row));
  }
  for (MapRow& row : map.rows) {
    const double best = map.by_unit ? best_of_unit[row.unit] : best_of(row);
    for (MapCell& cell : row.cells)
      if (best > 0) cell.level /= best;
  }
}

bool has_several(const Cell& cell) { return cell.used.size() > 1; }

MapCell to_heat(const Cell& cell) {
  if (!cell.rate) return {.state = CellState::kFailed};
  return {.state = CellState::kShown,
          .valid = cell.valid,
          .level = cell.rate->middle,
          .text = short_number(cell.rate->middle),
          .passes = has_several(cell) ? fmt::format("{}\u2013{}", short_number(cell.rate->low),
                                                    short_number(cell.rate->high))
                                      : ""};
}

// Okabe and Ito's colours, and one of Tol's, which the colour-blind can tell apart; the words stand
// in the cells too.
struct Look {
  const char* word;
  const char* colour;
  bool is_dark;
};
constexpr std::array<Look, 11> kLooks{Look{limits::kLimitServerCpu, "#0072b2", true},
                                      Look{limits::kLimitClientCpu, "#d55e00", true},
                                      Look{limits::kLimitProxyCpu, "#882255", true},
                                      Look{limits::kLimitHostCpu, "#cc79a7", false},
                                      Look{limits::kLimitDisk, "#009e73", true},
                                      Look{limits::kLimitNetwork, "#56b4e9", false},
                                      Look{limits::kLimitWorkers, "#e69f00", false},
                                      Look{limits::kLimitPace, "#f0e442", false},
                                      Look{limits::kLimitAdmission, "#000000", true},
                                      Look{limits::kLimitNone, "#dddddd", false},
                                      Look{"", "#ffffff", false}};
constexpr const char* kOtherColour = "#999999";  // of words of later versions

MapWord look_of(const std::string& word) {
  const auto* const found = std::find_if(kLooks.begin(), kLooks.end(),
                                         [&word](const Look& look) { return word == look.word; });
  if (found == kLooks.end()) return {.colour = kOtherColour};
  return {.colour = found->colour, .is_dark = found->is_dark};
}

bool has_figures(const Cell& cell) { return !cell.used.empty(); }

// The words that there are, the most frequent first, with the colour of each.
std::vector<std::string> words_of(const Cells& cells, std::vector<MapWord>& legend) {
  std::map<std::string, std::size_t> counts;
  for (const auto& [places, cell] : cells.cells)
    if (has_figures(cell)) ++counts[cell.limited_by];
  std::vector<std::string> words;
  for (const auto& [word, count] : counts) words.push_back(word);
  std::stable_sort(words.begin(), words.end(),
                   [&counts](const auto& a, const auto& b) { return counts[a] > counts[b]; });
  for (const std::string& word : words) {
    MapWord& added = legend.emplace_back(look_of(word));
    added.text = fmt::format("{}, {}", word.empty() ? "not judged" : cut_to(word, 14),
                             counted(counts[word], "cell"));
  }
  return words;
}

}  // namespace

MatrixMap heatmap(const Cells& cells, std::vector<std::string>& notes) {
  MatrixMap map = to_map("heatmap", cells, to_heat, notes);
  scale_to_best(map);
  map.caption = fmt::format(
      "Rate of {}{}. Darkness: share of the {}. Cross: failed. Blank: not run.{}", cells.whose,
      cells.passes > 1 ? ", the median of the passes, below it the lowest and the highest" : "",
      map.by_unit ? "best of all in the same unit" : "row's best",
      cells.counts.invalid_used > 0 ? " Hollow: not valid." : "");
  for (MapRow& row : map.rows) row.name += fmt::format(" [{}]", row.unit);
  return map;
}

MatrixMap limits_map(const Cells& cells, std::vector<std::string>& notes) {
  const bool judged = std::any_of(cells.cells.begin(), cells.cells.end(),
                                  [](const auto& cell) { return !cell.second.limited_by.empty(); });
  if (!judged) {
    notes.emplace_back("limits: not drawn, since no row says what limited it");
    return {};
  }
  constexpr std::size_t kMostWordLetters = 10;
  std::vector<MapWord> legend;
  const std::vector<std::string> words = words_of(cells, legend);
  MatrixMap map = to_map(
      "limits", cells,
      [&words](const Cell& cell) -> MapCell {
        if (!has_figures(cell)) return {.state = CellState::kFailed};
        const auto place = std::find(words.begin(), words.end(), cell.limited_by) - words.begin();
        return {.state = CellState::kShown,
                .valid = cell.valid,
                .level = static_cast<double>(place),
                .text = cell.limited_by.empty() ? "-" : cut_to(cell.limited_by, kMostWordLetters),
                .passes = has_several(cell)
                              ? fmt::format("{} of {}", cell.limited, cell.used.size())
                              : ""};
      },
      notes);
  map.legend = std::move(legend);
  map.caption = fmt::format("What limited {} (docs/limits.md){}. Cross: failed. Blank: not run.{}",
                            cells.passes > 1 ? "most passes" : "each cell",
                            cells.passes > 1 ? ", and how many of them" : "",
                            cells.counts.invalid_used > 0 ? " Hollow: not valid." : "");
  return map;
}

}  // namespace gauntlet::orchestrator::report::pictures
