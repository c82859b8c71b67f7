// Lines of points -> a grid of panels, all with the same lines and x axis. Pure.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/report/pictures/layout.h"

namespace gauntlet::orchestrator::report::pictures {

// A panel before it is laid out. They are sorted by the values that make them.
struct PanelKey {
  Places places{};     // of the layout's panel axes: the operation comes first
  std::string unit{};  // of its y axis

  friend auto operator<=>(const PanelKey&, const PanelKey&) = default;
};

struct SeriesKey {
  PanelKey panel{};
  Places line{};  // of the layout's line axes

  friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

// The points of each line of each panel, before they are laid out, in the order of the x axis. A
// line without a value still claims its place.
using AllSeries = std::map<SeriesKey, std::vector<Point>>;

// The base of the y axis of a panel with values of this extent.
using BaseOf = std::function<int(const Extent&)>;

// Fills lines, columns and panels of a chart whose x axis is known. Leaves the chart empty when no
// point has a value, for the reason that is added to the notes.
void lay_out(Chart& chart, const std::vector<Axis>& axes, const Layout& layout,
             const AllSeries& all_series, const BaseOf& base_of, const std::string& reason,
             std::vector<std::string>& notes);

// The lines for the values of the layout's line axes: their names and looks.
std::vector<Line> lines_of(const std::vector<Axis>& axes, const Layout& layout,
                           const std::vector<Places>& places);

bool has_value(const std::vector<Point>& points);
// Of all values of a panel.
Extent extent_of(const Panel& panel);

// How many panels stand side by side, and where each stands: the panels of an operation, of which
// there are as many as counts say, begin a row of their own unless each operation has only one.
struct GridPlace {
  std::size_t row = 0;
  std::size_t column = 0;
};
struct Grid {
  std::size_t columns = 1;
  std::vector<GridPlace> places{};
};
Grid grid_of(const std::vector<std::size_t>& counts);

}  // namespace gauntlet::orchestrator::report::pictures
