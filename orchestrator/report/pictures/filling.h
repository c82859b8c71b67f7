// The lines of a chart, filled cell by cell before they are laid out. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/report/pictures/grid.h"
#include "orchestrator/report/pictures/layout.h"
#include "orchestrator/report/pictures/scale.h"

namespace gauntlet::orchestrator::report::pictures {

struct Filling {
  explicit Filling(const std::vector<Axis>& axes);
  Filling(const std::vector<Axis>& axes, Layout its_layout);

  // A line has a point for every value of the x axis, of which this is one.
  void put(const Places& places, const std::string& unit, Point point);

  Layout layout;
  XAxis x;
  AllSeries all{};
};

// A mark with a bar from the lowest to the highest pass.
Point to_point(const std::optional<Figure>& figure, const Cell& cell);

}  // namespace gauntlet::orchestrator::report::pictures
