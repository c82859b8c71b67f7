#include "orchestrator/report/pictures/distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "metrics/histogram.h"
#include "orchestrator/report/percentiles.h"
#include "orchestrator/report/pictures/grid.h"
#include "orchestrator/report/pictures/layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

struct Tick {
  double share;
  const char* name;
};
constexpr std::array<Tick, 7> kTicks{Tick{0.5, "50%"},          Tick{0.9, "90%"},
                                     Tick{0.99, "99%"},         Tick{0.999, "99.9%"},
                                     Tick{0.9999, "99.99%"},    Tick{0.99999, "99.999%"},
                                     Tick{0.999999, "99.9999%"}};

// Without a value for 0, which a logarithmic axis has no place for.
Point point_at(const Percentile& percentile, bool marked) {
  Point point{.x = percentile_place(percentile.share), .marked = marked};
  if (percentile.seconds > 0) point.value = percentile.seconds * 1e3;
  return point;
}

// At each tick that the requests are enough for.
std::vector<Percentile> percentiles_at_ticks(const metrics::Histogram& histogram) {
  std::vector<Percentile> percentiles;
  for (const Tick& tick : kTicks)
    if (histogram.count() >= metrics::values_needed(tick.share))
      percentiles.push_back({tick.share, seconds_at(histogram, tick.share)});
  return percentiles;
}

// Gives the point the range of the passes that have its share; none where only one has.
void add_range(double share, const std::vector<std::vector<Percentile>>& passes, Point& point) {
  std::vector<double> times;
  for (const std::vector<Percentile>& percentiles : passes)
    for (const Percentile& percentile : percentiles)
      if (percentile.share == share && percentile.seconds > 0)
        times.push_back(percentile.seconds * 1e3);
  if (times.size() < 2) return;
  const auto range = to_figure(std::move(times));
  point.low = range->low;
  point.high = range->high;
}

// As many points of all passes together as can be seen, and a mark at each tick.
std::vector<Point> points_of(const std::vector<metrics::Histogram>& histograms) {
  constexpr double kCanBeSeen = 0.01;
  const metrics::Histogram all = merged(histograms);
  std::vector<std::vector<Percentile>> passes;
  for (const metrics::Histogram& one : histograms) passes.push_back(percentiles_at_ticks(one));
  std::vector<Point> points;
  for (const Percentile& percentile : percentiles_of(all, kCanBeSeen))
    points.push_back(point_at(percentile, false));
  for (const Percentile& percentile : percentiles_at_ticks(all))
    add_range(percentile.share, passes, points.emplace_back(point_at(percentile, true)));
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.x < b.x; });
  return points;
}

std::vector<Point> points_of_columns(const std::vector<const table::Row*>& rows) {
  std::vector<std::vector<Percentile>> passes;
  for (const table::Row* row : rows) passes.push_back(percentiles_of_columns({row}));
  std::vector<Point> points;
  for (const Percentile& percentile : percentiles_of_columns(rows)) {
    Point& point = points.emplace_back(point_at(percentile, percentile.share > 0));
    if (point.marked) add_range(percentile.share, passes, point);
  }
  return points;
}

// From the first tick to the last point of all.
XAxis x_axis_for(const AllSeries& all) {
  XAxis x{.title = "share of requests"};
  double end = percentile_place(0.9);
  for (const auto& [key, points] : all)
    if (!points.empty()) end = std::max(end, points.back().x);
  for (const Tick& tick : kTicks) {
    if (percentile_place(tick.share) > end) break;
    x.places.push_back(percentile_place(tick.share));
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
      cells.passes > 1 ? ", all passes together (bars: from the lowest to the highest pass)" : "",
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
    std::vector<const table::Row*> rows;
    for (const std::size_t row : cell.used) rows.push_back(&table.rows[row]);
    const std::vector<metrics::Histogram> histograms = histograms_of(rows, file);
    std::vector<Point> points =
        histograms.empty() ? points_of_columns(rows) : points_of(histograms);
    for (Point& point : points) point.valid = cell.valid;
    by_columns |= histograms.empty() && !points.empty();
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

}  // namespace gauntlet::orchestrator::report::pictures
