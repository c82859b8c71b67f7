// A table's rows brought together by cell: one cell for each point of the matrix. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/report/axis.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// Files below this many MiB are small: a request for one costs more than its bytes do, so that
// requests/s are shown beside bytes/s.
inline constexpr double kSmallVolume = 1;

// A figure over the passes of a cell.
struct Figure {
  double middle = 0;  // the median
  double low = 0;     // of the lowest pass
  double high = 0;    // of the highest

  friend bool operator==(const Figure&, const Figure&) = default;
};

// Nothing for no values.
std::optional<Figure> to_figure(std::vector<double> values);

// Over the cell's rows that did not fail, and of these the valid ones where there are any. Nothing
// where no such row has the figure.
struct Cell {
  std::optional<Figure> rate{};            // in the unit of Rate
  std::optional<Figure> requests_per_s{};  // of files that are small; of others nothing
  std::optional<Figure> typical_s{};       // p50_s, or avg_time_s in rows without it
  std::optional<Figure> tail_s{};          // p99_s, or max_s in rows without it
  std::optional<Figure> imbalance{};
  bool mean_for_p50 = false;  // some row had no p50_s
  bool max_for_p99 = false;   // some row had no p99_s
  bool valid = true;          // false: all the figures are of rows that are not valid
  std::string limited_by{};   // what limited most rows; empty: none was judged
  std::size_t limited = 0;    // how many rows that was
  std::map<std::uint64_t, double> rate_of_pass{};
  std::vector<std::size_t> used{};  // places in the table of the rows that the figures are of
};

// Which rate is shown for an operation.
struct Rate {
  const char* unit = "";
  double scale = 1;  // what the column's figure is divided by
  std::optional<double> table::Row::*field{};
};

// What became of the table's rows.
struct RowCounts {
  std::size_t rows = 0;
  std::size_t failed = 0;        // left out
  std::size_t invalid_left = 0;  // not valid, and left out for the valid rows of their cells
  std::size_t invalid_used = 0;  // not valid, and shown as such
};

// Whose rates a table may have, for a caption.
inline constexpr const char* kAllClients = "all clients together";
inline constexpr const char* kOneClient = "one client";

using CellMap = std::map<Places, Cell>;

struct Cells {
  std::vector<Axis> axes{};
  CellMap cells{};
  std::map<std::string, Rate> rates{};  // by operation
  std::string whose{};                  // whose rates these are: one of the two above
  RowCounts counts{};
  std::size_t passes = 0;  // the most rows that a cell has

  const std::string& operation(const Places& places) const {
    return axes[kOperation].values[places[kOperation]];
  }
  const Rate& rate(const Places& places) const { return rates.at(operation(places)); }
};

// The rate of list is requests a second, since its bytes say little; else what all clients got
// together or, in the original's tables, which have no such column, what one client got.
Cells to_cells(const table::Table& table);

// The values of some axes, for people: "GET 10 MB, 5 clients", "LIST of 10 MB, protocol line",
// "nginx, thread, 5 workers".
std::string describe(const std::vector<Axis>& axes, const Places& places,
                     const std::vector<std::size_t>& which, std::size_t letters = kFewLetters);

}  // namespace gauntlet::orchestrator::report
