#include "orchestrator/report/pictures/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace gauntlet::orchestrator::report::pictures {
namespace {

// The values of axes, with those that a layout does not name at the first value.
Places whole_places(const Places& part, const std::vector<std::size_t>& which,
                    const std::vector<Axis>& axes) {
  Places places(axes.size(), 0);
  for (std::size_t i = 0; i < which.size(); ++i) places[which[i]] = part[i];
  return places;
}

std::string name_part(const std::vector<Axis>& axes, const Places& part,
                      const std::vector<std::size_t>& which, std::size_t letters = kFewLetters) {
  return describe(axes, whole_places(part, which, axes), which, letters);
}

Panel to_panel(const PanelKey& key, const std::vector<Places>& lines, const AllSeries& all_series) {
  Panel panel{.y_label = key.unit};
  for (const Places& line : lines) {
    const auto found = all_series.find({key, line});
    panel.lines.push_back(found == all_series.end() ? std::vector<Point>(1) : found->second);
  }
  return panel;
}

// The part of the chart's axis on which the panel has values, with as much room beside it as the
// whole axis has.
void set_x_axis(Panel& panel, const XAxis& whole) {
  panel.x = whole;
  Extent extent;
  for (const std::vector<Point>& line : panel.lines)
    for (const Point& point : line)
      if (point.value) extent.cover(point.x);
  if (whole.fits_panels && !extent.empty()) {
    panel.x.low += extent.low - whole.places.front();
    panel.x.high += extent.high - whole.places.back();
  }
  thin_out(panel.x);
}

// Panels of one row, operation and unit share a scale where that helps. Ratios always do, in the
// whole picture.
void set_y_ranges(Chart& chart, const std::vector<PanelKey>& keys, const BaseOf& base_of) {
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < keys.size(); ++i)
    groups[{chart.panels[i].row, keys[i].places[0], keys[i].unit}].push_back(i);
  Extent whole;
  for (const Panel& panel : chart.panels) whole.cover(extent_of(panel));
  for (const auto& [key, members] : groups) {
    Extent all;
    std::vector<Extent> own;
    for (const std::size_t i : members) {
      own.push_back(extent_of(chart.panels[i]));
      all.cover(own.back());
    }
    const int base = base_of(all);
    const bool together = share_scale(own, base);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const Extent& shown = base == 2 ? whole : together ? all : own[i];
      chart.panels[members[i]].y = y_range_of(shown, base_of(shown));
    }
  }
}

std::vector<std::size_t> count_by_operation(const std::vector<PanelKey>& keys) {
  std::map<std::size_t, std::size_t> counts;
  for (const PanelKey& key : keys) ++counts[key.places[0]];
  std::vector<std::size_t> result;
  for (const auto& [operation, count] : counts) result.push_back(count);
  return result;
}

}  // namespace

bool has_value(const std::vector<Point>& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Point& point) { return point.value.has_value(); });
}

Extent extent_of(const Panel& panel) {
  Extent extent;
  for (const std::vector<Point>& line : panel.lines) {
    for (const Point& point : line) {
      if (!point.value) continue;
      for (const auto& value : {point.value, point.low, point.high, point.tail})
        extent.cover(value);
    }
  }
  return extent;
}

Grid grid_of(const std::vector<std::size_t>& counts) {
  constexpr std::size_t kMost = 4;
  const std::size_t most = *std::max_element(counts.begin(), counts.end());
  Grid grid{.columns = std::min(most, kMost)};
  if (most == 1) grid.columns = std::min(counts.size(), kMost - 1);
  if (most > kMost && most % kMost != 0) grid.columns = kMost - 1;
  std::size_t row = 0;
  std::size_t column = 0;
  const auto next_row = [&] {
    row += column > 0 ? 1 : 0;
    column = 0;
  };
  for (const std::size_t count : counts) {
    if (most > 1) next_row();
    for (std::size_t i = 0; i < count; ++i) {
      if (column == grid.columns) next_row();
      grid.places.push_back({row, column++});
    }
  }
  return grid;
}

std::vector<Line> lines_of(const std::vector<Axis>& axes, const Layout& layout,
                           const std::vector<Places>& places) {
  std::set<Places> others;  // all but the mode
  const auto without_mode = [&layout](const Places& line) {
    Places rest;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (layout.lines[i] != kMode) rest.push_back(line[i]);
    return rest;
  };
  for (const Places& line : places) others.insert(without_mode(line));
  std::vector<Line> lines;
  for (const Places& line : places) {
    const std::size_t mode = whole_places(line, layout.lines, axes)[kMode];
    const auto other = others.find(without_mode(line));
    const auto colour = static_cast<std::size_t>(std::distance(others.begin(), other));
    lines.push_back({.name = name_part(axes, line, layout.lines, kManyLetters),
                     .dash = mode,
                     .colour = others.size() > 1 ? colour : mode});
  }
  return lines;
}

void lay_out(Chart& chart, const std::vector<Axis>& axes, const Layout& layout,
             const AllSeries& all_series, const BaseOf& base_of, const std::string& reason,
             std::vector<std::string>& notes) {
  if (std::none_of(all_series.begin(), all_series.end(),
                   [](const auto& series) { return has_value(series.second); })) {
    notes.push_back(fmt::format("{}: not drawn, since {}", chart.name, reason));
    return;
  }
  std::set<PanelKey> panels;
  std::set<Places> lines;
  for (const auto& [key, points] : all_series) {
    panels.insert(key.panel);
    lines.insert(key.line);
  }
  const std::vector<Places> sorted_lines(lines.begin(), lines.end());
  const std::vector<PanelKey> keys =
      bounded(panels, kMaxPanels, fmt::format("{}: panels", chart.name), notes);
  chart.lines = lines_of(axes, layout, sorted_lines);
  const Grid grid = grid_of(count_by_operation(keys));
  chart.columns = grid.columns;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Panel& panel = chart.panels.emplace_back(to_panel(keys[i], sorted_lines, all_series));
    set_x_axis(panel, chart.x);
    panel.title = name_part(axes, keys[i].places, layout.panels);
    panel.row = grid.places[i].row;
    panel.column = grid.places[i].column;
  }
  set_y_ranges(chart, keys, base_of);
}

}  // namespace gauntlet::orchestrator::report::pictures
