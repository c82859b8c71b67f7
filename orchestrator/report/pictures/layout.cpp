#include "orchestrator/report/pictures/layout.h"

#include <algorithm>
#include <tuple>

namespace gauntlet::orchestrator::report::pictures {
namespace {

// Those beside the base axes whose name is, or is not, "server".
std::vector<std::size_t> axes_beside(const std::vector<Axis>& axes, bool are_servers) {
  std::vector<std::size_t> found;
  for (std::size_t i = kBaseAxes; i < axes.size(); ++i)
    if ((axes[i].name == "server") == are_servers) found.push_back(i);
  return found;
}

std::vector<std::size_t> servers_axis(const std::vector<Axis>& axes) {
  return axes_beside(axes, true);
}

std::vector<std::size_t> further_axes(const std::vector<Axis>& axes) {
  return axes_beside(axes, false);
}

// Of axes with as many values the first is the x axis.
std::vector<std::size_t> order_of_x(const std::vector<Axis>& axes) {
  std::vector<std::size_t> order{kClientPool, kVolume, kServerPool};
  for (const std::size_t axis : further_axes(axes)) order.push_back(axis);
  for (const std::size_t axis : servers_axis(axes)) order.push_back(axis);
  order.push_back(kMode);
  return order;
}

std::size_t choose_x(const std::vector<Axis>& axes) {
  const auto worth = [&axes](std::size_t axis) {
    return std::tuple(axes[axis].varies(), axes[axis].varies() && axes[axis].numeric(),
                      axes[axis].values.size());
  };
  const std::vector<std::size_t> order = order_of_x(axes);
  return *std::max_element(order.begin(), order.end(),
                           [&worth](std::size_t a, std::size_t b) { return worth(a) < worth(b); });
}

// What makes lines, if there is room, in this order: what under test differs comes first.
std::vector<std::size_t> order_of_lines(const std::vector<Axis>& axes) {
  std::vector<std::size_t> order = servers_axis(axes);
  for (const std::size_t axis : {kMode, kServerPool, kClientPool}) order.push_back(axis);
  for (const std::size_t axis : further_axes(axes)) order.push_back(axis);
  return order;
}

Layout lay_out_around(std::optional<std::size_t> x, const std::vector<Axis>& axes) {
  Layout layout{.x = x, .panels = {kOperation}};
  if (x != kVolume) layout.panels.push_back(kVolume);
  std::size_t lines = 1;
  for (const std::size_t axis : order_of_lines(axes)) {
    if (x == axis) continue;
    // The only size of a client pool is said once, above the panel.
    const bool fits = lines * axes[axis].values.size() <= kMostLines;
    const bool is_line = fits && (axis != kClientPool || axes[axis].varies());
    (is_line ? layout.lines : layout.panels).push_back(axis);
    if (is_line) lines *= axes[axis].values.size();
  }
  return layout;
}

}  // namespace

Layout layout_of(const std::vector<Axis>& axes) { return lay_out_around(choose_x(axes), axes); }

Layout layout_over(std::size_t x, const std::vector<Axis>& axes) { return lay_out_around(x, axes); }

Layout layout_without_x(const std::vector<Axis>& axes) { return lay_out_around({}, axes); }

Places part_of(const Places& places, const std::vector<std::size_t>& which) {
  Places part;
  for (const std::size_t axis : which) part.push_back(places[axis]);
  return part;
}

}  // namespace gauntlet::orchestrator::report::pictures
