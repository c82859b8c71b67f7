#include "orchestrator/report/distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "metrics/histogram.h"
#include "orchestrator/report/grid.h"
#include "orchestrator/report/layout.h"
#include "orchestrator/report/row_reports.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {
namespace {

struct Tick {
  double share;
  const char* name;
};
constexpr std::array<Tick, 7> kTicks{Tick{0.5, "50%"},          Tick{0.9, "90%"},
                                     Tick{0.99, "99%"},         Tick{0.999, "99.9%"},
                                     Tick{0.9999, "99.99%"},    Tick{0.99999, "99.999%"},
                                     Tick{0.999999, "99.9999%"}};

double place_of(double share) { return std::log10(1 / (1 - share)); }

// Without a value for 0, which a logarithmic axis has no place for.
Point point_at(double share, double seconds, bool marked) {
  Point point{.x = place_of(share), .marked = marked};
  if (seconds > 0) point.value = seconds * 1e3;
  return point;
}

// Nothing when the report is not there, or holds none.
std::optional<metrics::Histogram> read_histogram(const table::Row& row,
                                                 const std::filesystem::path& file) {
  try {
    const auto report = read_report(row, file);
    if (!report) return std::nullopt;
    return metrics::Histogram::from_json(report->at("report").at("histograms").at("latency"));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

using RowPointers = std::vector<const table::Row*>;

// Nothing when one of the reports is missing.
std::optional<metrics::Histogram> merged_histogram(const RowPointers& rows,
                                                   const std::filesystem::path& file) {
  metrics::Histogram merged;
  for (const table::Row* row : rows) {
    const auto one = read_histogram(*row, file);
    if (!one) return std::nullopt;
    merged.merge(*one);
  }
  return merged;
}

// The value of the request at a share of all; there must be a step.
double value_at(const std::vector<metrics::Histogram::Step>& steps, double share,
                std::uint64_t count) {
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& step) {
    return static_cast<double>(step.up_to) >= share * static_cast<double>(count);
  });
  return found == steps.end() ? steps.back().value_s : found->value_s;
}

// A point for each step, but not more of them than can be seen, and a mark at each tick that the
// requests are enough for. The k-th of n requests stands at the share (k - 1/2) / n.
std::vector<Point> points_of(const metrics::Histogram& histogram) {
  constexpr double kCanBeSeen = 0.01;
  const std::vector<metrics::Histogram::Step> steps = histogram.steps();
  const auto count = static_cast<double>(histogram.count());
  std::vector<Point> points;
  for (const auto& step : steps) {
    const double share = (static_cast<double>(step.up_to) - 0.5) / count;
    const bool is_last = step.up_to == histogram.count();
    if (points.empty() || is_last || place_of(share) > points.back().x + kCanBeSeen)
      points.push_back(point_at(share, step.value_s, false));
  }
  for (const Tick& tick : kTicks)
    if (histogram.count() >= metrics::values_needed(tick.share))
      points.push_back(point_at(tick.share, value_at(steps, tick.share, histogram.count()), true));
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.x < b.x; });
  return points;
}

// The median over the passes of each percentile.
std::vector<Point> points_of_columns(const RowPointers& rows) {
  struct Percentile {
    double share;
    std::optional<double> table::Row::*field;
  };
  constexpr std::array<Percentile, 6> kColumns{{{0, &table::Row::min_s},
                                                {0.5, &table::Row::p50_s},
                                                {0.9, &table::Row::p90_s},
                                                {0.95, &table::Row::p95_s},
                                                {0.99, &table::Row::p99_s},
                                                {0.999, &table::Row::p999_s}}};
  std::vector<Point> points;
  bool has_percentile = false;
  for (const auto& [share, field] : kColumns) {
    std::vector<double> values;
    for (const table::Row* row : rows)
      if (row->*field) values.push_back(*(row->*field));
    const auto median = statistics::median(std::move(values));
    if (!median) continue;
    points.push_back(point_at(share, *median, share > 0));
    has_percentile |= share > 0;
  }
  return has_percentile ? points : std::vector<Point>{};
}

// From the first tick to the last point of all.
XAxis x_axis_for(const AllSeries& all) {
  XAxis x{.title = "share of requests"};
  double end = place_of(0.9);
  for (const auto& [key, points] : all)
    if (!points.empty()) end = std::max(end, points.back().x);
  for (const Tick& tick : kTicks) {
    if (place_of(tick.share) > end) break;
    x.places.push_back(place_of(tick.share));
    x.ticks.emplace_back(tick.name);
  }
  x.low = -0.05 * end;
  x.high = 1.05 * end;
  return x;
}

std::string caption_of(bool by_columns, const Cells& cells) {
  return fmt::format(
      "How long that share of the requests took at most{}, up to the slowest. From 90% on each "
      "tick "
      "is ten times as rare.{}{}",
      cells.passes > 1 ? ", all passes together" : "",
      by_columns ? " Where no reports are beside the table: by its percentile columns." : "",
      cells.counts.invalid_used > 0 ? " Hollow: not valid." : "");
}

// Leaves of the candidates those whose place on an axis is the first, or the last, that there is.
void keep(std::vector<Places>& candidates, std::size_t axis, bool last) {
  const auto by_place = [axis](const Places& a, const Places& b) { return a[axis] < b[axis]; };
  const auto [low, high] = std::minmax_element(candidates.begin(), candidates.end(), by_place);
  const std::size_t wanted = last ? (*high)[axis] : (*low)[axis];
  std::erase_if(candidates, [&](const Places& places) { return places[axis] != wanted; });
}

}  // namespace

table::Table telling_rows(const table::Table& table, const Cells& cells) {
  const Layout layout = layout_of(cells.axes);
  std::map<std::size_t, std::vector<Places>> by_operation;
  for (const auto& [places, cell] : cells.cells)
    if (!cell.used.empty()) by_operation[places[kOperation]].push_back(places);
  std::set<std::size_t> chosen;
  for (auto& [operation, candidates] : by_operation) {
    keep(candidates, kVolume, false);
    for (std::size_t axis = kClientPool; axis < cells.axes.size(); ++axis) {
      const bool is_line =
          std::find(layout.lines.begin(), layout.lines.end(), axis) != layout.lines.end();
      if (!is_line) keep(candidates, axis, axis == kClientPool);
    }
    for (const Places& places : candidates)
      for (const std::size_t row : cells.cells.at(places).used) chosen.insert(row);
  }
  table::Table few{.settings = table.settings};
  for (const std::size_t row : chosen) few.rows.push_back(table.rows[row]);
  return few;
}

Chart distribution_chart(const table::Table& table, const std::filesystem::path& file,
                         std::vector<std::string>& notes) {
  const Cells cells = to_cells(table);
  const Layout layout = layout_without_x(cells.axes);
  AllSeries all;
  bool by_columns = false;
  for (const auto& [places, cell] : cells.cells) {
    RowPointers rows;
    for (const std::size_t row : cell.used) rows.push_back(&table.rows[row]);
    const auto histogram = merged_histogram(rows, file);
    std::vector<Point> points = histogram ? points_of(*histogram) : points_of_columns(rows);
    for (Point& point : points) point.valid = cell.valid;
    by_columns |= !histogram && !points.empty();
    if (points.empty()) points.emplace_back();
    all[{{part_of(places, layout.panels), "ms"}, part_of(places, layout.lines)}] = points;
  }
  Chart chart{.name = "distribution",
              .title = "Distribution of response times",
              .caption = caption_of(by_columns, cells),
              .x = x_axis_for(all)};
  lay_out(
      chart, cells.axes, layout, all, [](const Extent&) { return 10; },
      "no row without a failure has percentiles", notes);
  return chart;
}

}  // namespace gauntlet::orchestrator::report
