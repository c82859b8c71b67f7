#include "orchestrator/report/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>
#include <vector>

#include "base/units.h"
#include "contract/operation.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {
namespace {

std::set<std::string> varying_settings(const table::Table& table) {
  std::map<std::string, std::string> first;
  std::set<std::string> varying;
  for (const table::Row& row : table.rows) {
    for (const auto& [name, value] : row.settings) {
      const auto [known, is_new] = first.try_emplace(name, value);
      if (!is_new && known->second != value) varying.insert(name);
    }
  }
  return varying;
}

CellKey key_of(const table::Row& row, const std::set<std::string>& varying) {
  std::string extra;
  for (const auto& [name, value] : row.settings) {
    if (varying.count(name) == 0) continue;
    extra += fmt::format("{}{} {}", extra.empty() ? "" : ", ", name, value);
  }
  return {
      {row.operation, row.volume, std::move(extra)}, row.client_pool, {row.mode, row.server_pool}};
}

// Whether the volume is that of a folder.
bool lists_volume(const std::string& operation) {
  const contract::Operation* const known = contract::find_operation(operation);
  return known && known->files == contract::Files::kFolder;
}

bool measured(const table::Table& table, std::optional<double> table::Row::*field) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [field](const table::Row& row) { return (row.*field).has_value(); });
}

Cell to_cell(const std::vector<const table::Row*>& rows, const Rate& rate) {
  Cell cell;
  std::vector<double> rates;
  std::vector<double> typical;
  std::vector<double> tails;
  for (const table::Row* row : rows) {
    if (table::failed(*row)) continue;
    if (const auto value = row->*rate.field) rates.push_back(*value / rate.scale);
    if (const auto value = row->p50_s ? row->p50_s : row->avg_time_s) typical.push_back(*value);
    if (const auto value = row->p99_s ? row->p99_s : row->max_s) tails.push_back(*value);
    cell.mean_for_p50 |= !row->p50_s && row->avg_time_s;
    cell.max_for_p99 |= !row->p99_s && row->max_s;
  }
  cell.rate = statistics::median(std::move(rates));
  cell.typical_s = statistics::median(std::move(typical));
  cell.tail_s = statistics::median(std::move(tails));
  return cell;
}

}  // namespace

Cells to_cells(const table::Table& table) {
  const bool aggregate = measured(table, &table::Row::aggregate_Bps);
  const Rate bytes{"MiB/s", static_cast<double>(kMiB),
                   aggregate ? &table::Row::aggregate_Bps : &table::Row::throughput_Bps};
  const Rate requests{"requests/s", 1, &table::Row::requests_per_s};
  const Rate counted = measured(table, &table::Row::requests_per_s) ? requests : bytes;
  const std::set<std::string> varying = varying_settings(table);

  Cells all;
  all.whose = aggregate ? "all clients together" : "one client";
  std::map<CellKey, std::vector<const table::Row*>> rows;
  for (const table::Row& row : table.rows) {
    rows[key_of(row, varying)].push_back(&row);
    const contract::Operation* const known = contract::find_operation(row.operation);
    all.rates.try_emplace(row.operation, known && !known->moves_volume ? counted : bytes);
  }
  for (const auto& [key, of_cell] : rows)
    all.cells.emplace(key, to_cell(of_cell, all.rates.at(key.panel.operation)));
  return all;
}

std::string describe(const PanelKey& panel) {
  std::string word = panel.operation;
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return fmt::format("{}{} {} MB{}{}", word, lists_volume(panel.operation) ? " of" : "",
                     panel.volume, panel.extra.empty() ? "" : ", ", panel.extra);
}

std::string describe(const LineKey& line) {
  return fmt::format("{}, {} worker{}", line.mode, line.server_pool,
                     line.server_pool == 1 ? "" : "s");
}

}  // namespace gauntlet::orchestrator::report
