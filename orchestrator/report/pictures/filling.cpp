#include "orchestrator/report/pictures/filling.h"

#include <utility>

namespace gauntlet::orchestrator::report::pictures {

Filling::Filling(const std::vector<Axis>& axes) : Filling(axes, layout_of(axes)) {}

Filling::Filling(const std::vector<Axis>& axes, Layout its_layout)
    : layout(std::move(its_layout)), x(x_axis_of(axes[layout.x.value()])) {}

void Filling::put(const Places& places, const std::string& unit, Point point) {
  std::vector<Point>& series =
      all[{{part_of(places, layout.panels), unit}, part_of(places, layout.lines)}];
  for (std::size_t i = series.size(); i < x.places.size(); ++i)
    series.push_back({.x = x.places[i]});
  const std::size_t place = places[layout.x.value()];
  point.x = x.places[place];
  series[place] = point;
}

Point to_point(const std::optional<Figure>& figure, const Cell& cell) {
  Point point{.valid = cell.valid};
  if (!figure) return point;
  point.value = figure->middle;
  if (figure->low == figure->high) return point;
  point.low = figure->low;
  point.high = figure->high;
  return point;
}

}  // namespace gauntlet::orchestrator::report::pictures
