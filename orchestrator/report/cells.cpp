#include "orchestrator/report/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/units.h"
#include "contract/operation.h"
#include "orchestrator/limits/limit.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {
namespace {

using RowPlaces = std::vector<std::size_t>;  // in the table
using RowPointers = std::vector<const table::Row*>;

// Whether the volume is that of a folder.
bool lists_volume(const std::string& operation) {
  const contract::Operation* const known = contract::find_operation(operation);
  return known != nullptr && known->files == contract::Files::kFolder;
}

bool moves_volume(const std::string& operation) {
  const contract::Operation* const known = contract::find_operation(operation);
  return known == nullptr || known->moves_volume;
}

bool measured(const table::Table& table, std::optional<double> table::Row::*field) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [field](const table::Row& row) { return (row.*field).has_value(); });
}

std::optional<Figure> figure_of(const RowPointers& rows, std::optional<double> table::Row::*field,
                                std::optional<double> table::Row::*instead, double scale) {
  std::vector<double> values;
  for (const table::Row* row : rows)
    if (const auto value = row->*field ? row->*field : row->*instead)
      values.push_back(*value / scale);
  return to_figure(std::move(values));
}

// Whether some row has the other column only.
bool falls_back(const RowPointers& rows, std::optional<double> table::Row::*field,
                std::optional<double> table::Row::*instead) {
  return std::any_of(rows.begin(), rows.end(),
                     [=](const table::Row* row) { return !(row->*field) && row->*instead; });
}

// The rows whose figures are shown.
RowPlaces usable(const table::Table& table, const RowPlaces& rows, RowCounts& counts) {
  RowPlaces valid;
  RowPlaces invalid;
  for (const std::size_t place : rows) {
    if (table::failed(table.rows[place]))
      ++counts.failed;
    else
      (table.rows[place].valid == table::kInvalid ? invalid : valid).push_back(place);
  }
  counts.rows += rows.size();
  (valid.empty() ? counts.invalid_used : counts.invalid_left) += invalid.size();
  return valid.empty() ? invalid : valid;
}

std::string most_frequent_limit(const RowPointers& rows) {
  std::vector<std::string> limits;
  for (const table::Row* row : rows) limits.push_back(row->limited_by);
  return limits::most_frequent(limits);
}

// The figures of a cell whose rows to use are known.
void put_figures(const RowPointers& used, const Rate& rate, bool is_small, Cell& cell) {
  cell.valid = used.empty() || used[0]->valid != table::kInvalid;
  cell.rate = figure_of(used, rate.field, rate.field, rate.scale);
  if (is_small)
    cell.requests_per_s =
        figure_of(used, &table::Row::requests_per_s, &table::Row::requests_per_s, 1);
  cell.typical_s = figure_of(used, &table::Row::p50_s, &table::Row::avg_time_s, 1);
  cell.tail_s = figure_of(used, &table::Row::p99_s, &table::Row::max_s, 1);
  cell.imbalance = figure_of(used, &table::Row::imbalance, &table::Row::imbalance, 1);
  cell.mean_for_p50 = falls_back(used, &table::Row::p50_s, &table::Row::avg_time_s);
  cell.max_for_p99 = falls_back(used, &table::Row::p99_s, &table::Row::max_s);
  cell.limited_by = most_frequent_limit(used);
  cell.limited = static_cast<std::size_t>(
      std::count_if(used.begin(), used.end(),
                    [&cell](const table::Row* row) { return row->limited_by == cell.limited_by; }));
  for (std::size_t i = 0; i < used.size(); ++i)
    if (const auto value = used[i]->*rate.field)
      cell.rate_of_pass[used[i]->pass.value_or(i + 1)] = *value / rate.scale;
}

std::map<std::string, Rate> rates_of(const table::Table& table, const Axis& operations,
                                     bool aggregate) {
  const Rate bytes{"MiB/s", static_cast<double>(kMiB),
                   aggregate ? &table::Row::aggregate_Bps : &table::Row::throughput_Bps};
  const Rate requests{"requests/s", 1, &table::Row::requests_per_s};
  const Rate counted = measured(table, &table::Row::requests_per_s) ? requests : bytes;
  std::map<std::string, Rate> rates;
  for (const std::string& operation : operations.values)
    rates[operation] = moves_volume(operation) ? bytes : counted;
  return rates;
}

std::string in_capitals(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return word;
}

bool has(const std::vector<std::size_t>& which, std::size_t axis) {
  return std::find(which.begin(), which.end(), axis) != which.end();
}

}  // namespace

std::optional<Figure> to_figure(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return Figure{.middle = *statistics::median(values), .low = *low, .high = *high};
}

Cells to_cells(const table::Table& table) {
  const bool aggregate = measured(table, &table::Row::aggregate_Bps);
  Axes axes = axes_of(table);
  Cells all{.axes = std::move(axes.axes)};
  all.rates = rates_of(table, all.axes[kOperation], aggregate);
  all.whose = aggregate ? kAllClients : kOneClient;
  std::map<Places, RowPlaces> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) rows[axes.rows[i]].push_back(i);
  for (const auto& [places, of_cell] : rows) {
    const bool is_small = moves_volume(all.operation(places)) &&
                          all.axes[kVolume].numbers[places[kVolume]] < kSmallVolume;
    Cell& cell = all.cells[places];
    cell.used = usable(table, of_cell, all.counts);
    RowPointers used;
    for (const std::size_t place : cell.used) used.push_back(&table.rows[place]);
    put_figures(used, all.rate(places), is_small, cell);
    all.passes = std::max(all.passes, of_cell.size());
  }
  return all;
}

std::string describe(const std::vector<Axis>& axes, const Places& places,
                     const std::vector<std::size_t>& which, std::size_t letters) {
  std::string text;
  if (has(which, kOperation)) {
    const std::string& operation = axes[kOperation].values[places[kOperation]];
    text = in_capitals(operation);
    if (has(which, kVolume))
      text += fmt::format("{} {}", lists_volume(operation) ? " of" : "",
                          describe(axes[kVolume], places[kVolume]));
  }
  for (const std::size_t axis : which) {
    if (axis == kOperation || (axis == kVolume && has(which, kOperation))) continue;
    text +=
        fmt::format("{}{}", text.empty() ? "" : ", ", describe(axes[axis], places[axis], letters));
  }
  return text;
}

}  // namespace gauntlet::orchestrator::report
