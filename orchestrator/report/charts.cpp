#include "orchestrator/report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include "orchestrator/report/axis.h"

namespace gauntlet::orchestrator::report {
namespace {

// The points of a chart before they are laid out; those without a value still claim their place.
using Points = std::map<CellKey, Point>;

// The panels, lines and client pools that points have.
struct Sides {
  std::set<PanelKey> panels{};
  std::set<LineKey> lines{};
  std::set<std::uint64_t> client_pools{};
};

Sides sides_of(const Points& points) {
  Sides sides;
  for (const auto& [key, point] : points) {
    sides.panels.insert(key.panel);
    sides.lines.insert(key.line);
    sides.client_pools.insert(key.client_pool);
  }
  return sides;
}

template <class Value>
std::size_t position(const std::set<Value>& values, const Value& value) {
  return static_cast<std::size_t>(std::distance(values.begin(), values.find(value)));
}

std::vector<Line> to_lines(const std::vector<LineKey>& keys) {
  std::set<std::string> modes;
  std::set<std::pair<std::string, std::uint64_t>> server_pools;  // by server and size
  for (const LineKey& key : keys) {
    modes.insert(key.mode);
    server_pools.emplace(key.server, key.server_pool);
  }
  std::vector<Line> lines;
  lines.reserve(keys.size());
  for (const LineKey& key : keys)
    lines.push_back({describe(key), position(modes, key.mode),
                     position(server_pools, {key.server, key.server_pool})});
  return lines;
}

// The operations one below the other where each has at most four panels; else a plain grid.
std::size_t columns_for(const std::vector<PanelKey>& panels) {
  constexpr std::size_t kMost = 4;
  std::map<std::string, std::size_t> of_operation;
  std::size_t most = 1;
  for (const PanelKey& panel : panels) most = std::max(most, ++of_operation[panel.operation]);
  const bool in_rows = std::all_of(of_operation.begin(), of_operation.end(),
                                   [most](const auto& count) { return count.second == most; });
  if (in_rows && most > 1 && most <= kMost) return most;
  return std::min(panels.size(), kMost - 1);
}

struct Extent {
  double low = INFINITY;
  double high = 0;

  void cover(const Panel& panel) {
    for (const std::vector<Point>& line : panel.lines) {
      for (const Point& point : line) {
        if (!point.value) continue;
        low = std::min(low, *point.value);
        high = std::max({high, *point.value, point.high.value_or(0)});
      }
    }
  }
};

// 1, 2 or 5 times a power of ten: the largest that is not above value.
double round_down(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= value) return step * power;
  }
  return power;
}

// From 0 on a linear axis; round numbers on a logarithmic one; alike on both sides of 1 for ratios.
void set_y_range(Panel& panel, int base, Extent extent) {
  if (extent.high == 0) extent = {1, 1};  // nothing is drawn, but an axis there must be
  if (base == 0) {
    panel.y_low = 0;
    panel.y_high = extent.high * 1.08;
  } else if (base == 10) {
    constexpr double kMargin = 1.1;  // so that no point lies on the frame
    panel.y_low = round_down(extent.low / kMargin);
    panel.y_high = 1 / round_down(1 / (extent.high * kMargin));
  } else {
    const double reach = std::max(1 / extent.low, extent.high);
    panel.y_high = reach <= 1.25 ? 1.25 : std::exp2(std::ceil(std::log2(reach)));
    panel.y_low = 1 / panel.y_high;
  }
}

// Each panel has a range of its own, but ratios share one, so that panels compare.
void set_y_ranges(Chart& chart) {
  Extent all;
  for (const Panel& panel : chart.panels) all.cover(panel);
  for (Panel& panel : chart.panels) {
    Extent own;
    own.cover(panel);
    set_y_range(panel, chart.y_base, chart.y_base == 2 ? all : own);
  }
}

Panel to_panel(const PanelKey& key, const std::vector<LineKey>& lines,
               const std::vector<std::uint64_t>& client_pools, const Points& points) {
  Panel panel{.key = key};
  for (const LineKey& line : lines) {
    std::vector<Point>& drawn = panel.lines.emplace_back();
    for (const std::uint64_t client_pool : client_pools) {
      const auto found = points.find({key, client_pool, line});
      drawn.push_back(found == points.end() ? Point{client_pool, {}, {}} : found->second);
    }
  }
  return panel;
}

// Fills lines, client_pools, columns and panels from points. Leaves the chart empty when no point
// has a value, for the reason that is added to the notes.
void lay_out(Chart& chart, const Points& points, const std::string& reason,
             std::vector<std::string>& notes) {
  if (std::none_of(points.begin(), points.end(),
                   [](const auto& point) { return point.second.value.has_value(); })) {
    notes.push_back(fmt::format("{}: not drawn, since {}", chart.name, reason));
    return;
  }
  const Sides sides = sides_of(points);
  const auto panels = bounded(sides.panels, kMaxPanels,
                              fmt::format("{}: operations and volumes", chart.name), notes);
  const auto lines =
      bounded(sides.lines, kMaxLines, fmt::format("{}: modes and server pools", chart.name), notes);
  chart.client_pools.assign(sides.client_pools.begin(), sides.client_pools.end());
  chart.lines = to_lines(lines);
  chart.columns = columns_for(panels);
  for (const PanelKey& key : panels)
    chart.panels.push_back(to_panel(key, lines, chart.client_pools, points));
  set_y_ranges(chart);
}

// Nothing for 0 too, which a logarithmic axis has no place for.
std::optional<double> to_milliseconds(std::optional<double> seconds) {
  return seconds.value_or(0) > 0 ? std::optional(*seconds * 1e3) : std::nullopt;
}

// What the lines and whiskers of the latency chart are, as far as the samples went.
std::string latency_caption(const CellMap& cells) {
  bool mean = false;
  bool max = false;
  for (const auto& [key, cell] : cells) {
    mean |= cell.mean_for_p50;
    max |= cell.max_for_p99;
  }
  return fmt::format("Lines: p50{}. Whiskers: up to p99{}.",
                     mean ? ", or the mean of a small sample" : "",
                     max ? ", or the maximum of a small sample" : "");
}

// thread / process, a point wherever both have a rate, under a mode of that name.
Points to_ratios(const CellMap& cells) {
  Points ratios;
  for (const auto& [key, thread] : cells) {
    if (key.line.mode != "thread" || thread.rate.value_or(0) <= 0) continue;
    CellKey other = key;
    other.line.mode = "process";
    const auto process = cells.find(other);
    if (process == cells.end() || process->second.rate.value_or(0) <= 0) continue;
    other.line.mode = "thread / process";
    ratios[other] = {key.client_pool, *thread.rate / *process->second.rate, {}};
  }
  return ratios;
}

}  // namespace

Chart throughput_chart(const Cells& cells, std::vector<std::string>& notes) {
  Points points;
  for (const auto& [key, cell] : cells.cells) points[key] = {key.client_pool, cell.rate, {}};
  Chart chart{
      .name = "throughput",
      .title = "Throughput against client pool",
      .caption = fmt::format("Rate of {}. Scenarios that failed are not drawn.", cells.whose)};
  lay_out(chart, points, "no row without a failure has a rate", notes);
  for (Panel& panel : chart.panels) panel.y_label = cells.rates.at(panel.key.operation).unit;
  return chart;
}

Chart latency_chart(const Cells& cells, std::vector<std::string>& notes) {
  Points points;
  for (const auto& [key, cell] : cells.cells)
    points[key] = {key.client_pool, to_milliseconds(cell.typical_s), to_milliseconds(cell.tail_s)};
  Chart chart{.name = "latency",
              .title = "Response time against client pool",
              .caption = latency_caption(cells.cells),
              .y_base = 10};
  lay_out(chart, points, "no row without a failure has a response time", notes);
  for (Panel& panel : chart.panels) panel.y_label = "ms";
  return chart;
}

Chart ratio_chart(const Cells& cells, std::vector<std::string>& notes) {
  Chart chart{
      .name = "thread_process",
      .title = "Threads against processes",
      .caption = fmt::format("Ratio of the rates of {}: above 1, threads are faster.", cells.whose),
      .y_base = 2};
  lay_out(chart, to_ratios(cells.cells), "no scenario has a rate with both threads and processes",
          notes);
  for (Panel& panel : chart.panels) panel.y_label = "thread / process";
  return chart;
}

}  // namespace gauntlet::orchestrator::report
