#include "orchestrator/report/heatmap.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "orchestrator/report/axis.h"

namespace gauntlet::orchestrator::report {
namespace {

using RowKey = std::pair<PanelKey, std::uint64_t>;  // client_pool

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

HeatCell to_heat(const CellMap& cells, const CellKey& key) {
  const auto found = cells.find(key);
  if (found == cells.end()) return {};
  if (!found->second.rate) return {Heat::kFailed, 0, ""};
  return {Heat::kValue, *found->second.rate, short_number(*found->second.rate)};
}

void scale_to_best(HeatRow& row) {
  double best = 0;
  for (const HeatCell& cell : row.cells) best = std::max(best, cell.share);
  for (HeatCell& cell : row.cells) cell.share = best > 0 ? cell.share / best : 0;
}

}  // namespace

Heatmap heatmap(const Cells& cells, std::vector<std::string>& notes) {
  std::set<RowKey> row_keys;
  std::set<LineKey> column_keys;
  for (const auto& [key, cell] : cells.cells) {
    row_keys.insert({key.panel, key.client_pool});
    column_keys.insert(key.line);
  }
  const auto columns = bounded(column_keys, kMaxHeatColumns, "heatmap: columns", notes);
  Heatmap map;
  map.caption = fmt::format(
      "Rate of {}. Darkness: share of the row's best. Cross: failed. Blank: not run.", cells.whose);
  for (const LineKey& column : columns) map.columns.push_back(describe(column));
  for (const auto& [panel, client_pool] : bounded(row_keys, kMaxHeatRows, "heatmap: rows", notes)) {
    HeatRow row;
    row.name = fmt::format("{}, {} client{} [{}]", describe(panel), client_pool,
                           client_pool == 1 ? "" : "s", cells.rates.at(panel.operation).unit);
    for (const LineKey& column : columns)
      row.cells.push_back(to_heat(cells.cells, {panel, client_pool, column}));
    scale_to_best(row);
    map.rows.push_back(std::move(row));
  }
  return map;
}

}  // namespace gauntlet::orchestrator::report
