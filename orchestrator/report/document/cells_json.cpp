#include "orchestrator/report/document/cells_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json_text.h"
#include "contract/settings.h"
#include "orchestrator/limits/validity.h"
#include "orchestrator/report/percentiles.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using Json = nlohmann::ordered_json;

// The figures of a cell beside its rate: columns of the table of the same name.
struct FigureOfCell {
  const char* name;
  std::optional<double> table::Row::*field;
};
constexpr std::array<FigureOfCell, 6> kFigures{{{"requests_per_s", &table::Row::requests_per_s},
                                                {"mean_s", &table::Row::mean_s},
                                                {"p50_s", &table::Row::p50_s},
                                                {"p90_s", &table::Row::p90_s},
                                                {"p99_s", &table::Row::p99_s},
                                                {"max_s", &table::Row::max_s}}};

Json figure_json(const std::optional<Figure>& figure) {
  if (!figure) return nullptr;
  return {{"middle", json_number(figure->middle)},
          {"low", json_number(figure->low)},
          {"high", json_number(figure->high)}};
}

std::vector<const table::Row*> rows_at(const table::Table& table,
                                       const std::vector<std::size_t>& places) {
  std::vector<const table::Row*> rows;
  for (const std::size_t place : places) rows.push_back(&table.rows[place]);
  return rows;
}

std::optional<Figure> figure_of_rows(const std::vector<const table::Row*>& rows,
                                     std::optional<double> table::Row::*field) {
  std::vector<double> values;
  for (const table::Row* row : rows)
    if (row->*field) values.push_back(*(row->*field));
  return to_figure(std::move(values));
}

std::vector<std::size_t> varying(const std::vector<Axis>& axes) {
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].varies()) which.push_back(i);
  return which;
}

// The places of a cell's rows in the table: those that are not used, too.
std::map<Places, std::vector<std::size_t>> all_rows(const table::Table& table) {
  std::map<Places, std::vector<std::size_t>> rows;
  const std::vector<Places> places = axes_of(table).rows;
  for (std::size_t i = 0; i < places.size(); ++i) rows[places[i]].push_back(i);
  return rows;
}

// Why rows are not believed, and which failed for what.
struct Troubles {
  std::size_t failed = 0;
  std::size_t invalid = 0;
  std::set<std::string> doubts{};
  std::set<std::string> statuses{};
};

Troubles troubles_of(const std::vector<const table::Row*>& rows) {
  Troubles troubles;
  for (const table::Row* row : rows) {
    if (table::failed(*row)) {
      ++troubles.failed;
      troubles.statuses.insert(row->status.empty() ? "failed" : row->status);
    } else if (row->valid == table::kInvalid) {
      ++troubles.invalid;
      for (const std::string& word : limits::split_words(row->doubt)) troubles.doubts.insert(word);
    }
  }
  return troubles;
}

Json cell_json(const table::Table& table, const Cells& cells, const Places& places,
               const std::vector<std::size_t>& all) {
  const Cell& cell = cells.cells.at(places);
  const std::vector<const table::Row*> used = rows_at(table, cell.used);
  const Troubles troubles = troubles_of(rows_at(table, all));
  const std::vector<std::size_t> which = varying(cells.axes);
  Json json;
  json["places"] = Json::array();
  for (const std::size_t axis : which) json["places"].push_back(places[axis]);
  json["name"] = describe(cells.axes, places, which, kManyLetters);
  const std::string& scenario = table.rows[all.front()].scenario;
  json["scenario"] = scenario.empty() ? Json() : Json(scenario);
  json["operation"] = cells.operation(places);
  json["rows"] = all;
  json["used"] = cell.used;
  json["valid"] = cell.valid && !cell.used.empty();
  json["failed"] = troubles.failed;
  json["invalid"] = troubles.invalid;
  json["status"] = troubles.statuses;
  json["doubt"] = troubles.doubts;
  json["limited_by"] = cell.limited_by.empty() ? Json() : Json(cell.limited_by);
  json["rate"] = figure_json(cell.rate);
  json["rate_unit"] = cells.rate(places).unit;
  for (const auto& [name, field] : kFigures) json[name] = figure_json(figure_of_rows(used, field));
  return json;
}

// Which cells a line of the summary is of.
struct SummaryKey {
  std::size_t axis = 0;
  std::size_t place = 0;
  std::size_t operation = 0;

  friend auto operator<=>(const SummaryKey&, const SummaryKey&) = default;
};

using CellPointers = std::vector<const Cell*>;

std::optional<Figure> figure_of_cells(const table::Table& table, const CellPointers& cells,
                                      std::optional<double> table::Row::*field) {
  std::vector<double> middles;
  for (const Cell* cell : cells)
    if (const auto figure = figure_of_rows(rows_at(table, cell->used), field))
      middles.push_back(figure->middle);
  return to_figure(std::move(middles));
}

std::optional<Figure> rate_of_cells(const CellPointers& cells) {
  std::vector<double> middles;
  for (const Cell* cell : cells)
    if (cell->rate) middles.push_back(cell->rate->middle);
  return to_figure(std::move(middles));
}

// Some 40 points however many requests there were: the steps are as wide as that takes.
std::vector<Percentile> thinned(const metrics::Histogram& histogram) {
  constexpr double kPoints = 40;
  const double end = percentile_place(1 - 0.5 / static_cast<double>(histogram.count()));
  return percentiles_of(histogram, end / kPoints);
}

}  // namespace

Json points_json(const std::vector<Percentile>& percentiles) {
  constexpr int kDigitsOfShare = 10;
  Json points = Json::array();
  for (const Percentile& percentile : percentiles)
    points.push_back(
        {json_number(percentile.share, kDigitsOfShare), json_number(percentile.seconds)});
  return points;
}

Json axes_json(const Cells& cells) {
  Json axes = Json::array();
  for (const std::size_t i : varying(cells.axes)) {
    const Axis& axis = cells.axes[i];
    const auto known = contract::find_setting(axis.name);
    Json json{{"name", axis.name}, {"title", title_of(axis)}, {"numeric", axis.numeric()}};
    json["meaning"] = known ? Json(contract::settings()[*known].meaning) : Json();
    json["values"] = axis.values;
    json["numbers"] = Json::array();
    for (const double number : axis.numbers) json["numbers"].push_back(json_number(number));
    for (std::size_t place = 0; place < axis.values.size(); ++place) {
      json["ticks"].push_back(tick(axis, place));
      json["labels"].push_back(describe(axis, place, kManyLetters));
    }
    axes.push_back(json);
  }
  return axes;
}

Json cells_json(const table::Table& table, const Cells& cells) {
  Json json = Json::array();
  for (const auto& [places, rows] : all_rows(table))
    json.push_back(cell_json(table, cells, places, rows));
  return json;
}

Json summaries_json(const table::Table& table, const Cells& cells) {
  const std::vector<std::size_t> which = varying(cells.axes);
  std::map<SummaryKey, CellPointers> all;
  std::map<SummaryKey, CellPointers> valid;
  for (const auto& [places, cell] : cells.cells) {
    for (std::size_t i = 0; i < which.size(); ++i) {
      const SummaryKey key{i, places[which[i]], places[kOperation]};
      all[key].push_back(&cell);
      if (cell.valid && !cell.used.empty()) valid[key].push_back(&cell);
    }
  }
  Json json = Json::array();
  for (const auto& [key, of_key] : all) {
    const std::string& operation = cells.axes[kOperation].values[key.operation];
    Json line{{"axis", key.axis},
              {"place", key.place},
              {"operation", operation},
              {"cells", of_key.size()},
              {"valid", valid[key].size()},
              {"rate", figure_json(rate_of_cells(valid[key]))},
              {"rate_unit", cells.rates.at(operation).unit}};
    for (const auto& [name, field] : kFigures)
      line[name] = figure_json(figure_of_cells(table, valid[key], field));
    json.push_back(line);
  }
  return json;
}

Json distributions_json(const table::Table& table, const Cells& cells,
                        const std::filesystem::path& file) {
  Json json = Json::array();
  std::size_t place = 0;
  for (const auto& [places, cell] : cells.cells) {
    const std::size_t at = place++;
    const std::vector<const table::Row*> rows = rows_at(table, cell.used);
    const metrics::Histogram histogram = merged(histograms_of(rows, file));
    const bool known = histogram.count() > 0;
    const auto percentiles = known ? thinned(histogram) : percentiles_of_columns(rows);
    if (percentiles.empty()) continue;
    json.push_back({{"cell", at},
                    {"from", known ? "histogram" : "columns"},
                    {"requests", known ? Json(histogram.count()) : Json()},
                    {"points", points_json(percentiles)}});
  }
  return json;
}

}  // namespace gauntlet::orchestrator::report::document
