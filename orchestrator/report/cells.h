// A table's rows brought together by cell: one cell for each point of the matrix. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// What a panel of a picture shows.
struct PanelKey {
  std::string operation{};
  double volume = 0;    // MiB
  std::string extra{};  // further settings that vary in this table: "protocol line"; may be empty

  friend auto operator<=>(const PanelKey&, const PanelKey&) = default;
};

// What a line within a panel shows.
struct LineKey {
  std::string mode{};
  std::uint64_t server_pool = 0;
  std::string server{};  // empty where the table has only one

  friend auto operator<=>(const LineKey&, const LineKey&) = default;
};

struct CellKey {
  PanelKey panel{};
  std::uint64_t client_pool = 0;
  LineKey line{};

  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

// Medians over the cell's rows that did not fail. Nothing where no such row has the figure.
struct Cell {
  std::optional<double> rate{};       // in the unit of Rate
  std::optional<double> typical_s{};  // p50_s, or avg_time_s in rows without it
  std::optional<double> tail_s{};     // p99_s, or max_s in rows without it
  bool mean_for_p50 = false;          // some row had no p50_s
  bool max_for_p99 = false;           // some row had no p99_s
};

using CellMap = std::map<CellKey, Cell>;

// Which rate is shown for an operation.
struct Rate {
  const char* unit = "";
  double scale = 1;  // what the column's figure is divided by
  std::optional<double> table::Row::*field{};
};

struct Cells {
  CellMap cells{};
  std::map<std::string, Rate> rates{};  // by operation
  std::string whose{};                  // whose rates these are, for a caption
};

// The rate of list is requests a second, since its bytes say little; else what all clients got
// together or, in the original's tables, which have no such column, what one client got.
Cells to_cells(const table::Table& table);

// "GET 10 MB", "LIST of 10 MB, protocol line"; "thread, 5 workers", "nginx, thread, 5 workers".
std::string describe(const PanelKey& panel);
std::string describe(const LineKey& line);

}  // namespace gauntlet::orchestrator::report
