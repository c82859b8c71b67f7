// Where values stand along the sides of a panel. Pure.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/report/axis.h"

namespace gauntlet::orchestrator::report::pictures {

// Positive numbers stand in the distances of their logarithms; texts, and numbers among which there
// is a 0, stand side by side.
struct XAxis {
  std::string title{};
  std::vector<double> places{};      // of the axis' values, ascending
  std::vector<std::string> ticks{};  // of each; in a panel empty where there is no room for it
  double low = 0;                    // the ends
  double high = 1;
  std::size_t tick_rows = 1;  // below each other, in which ticks stand by turns
  bool joined = true;         // whether lines lead from one value to the next: not between texts
  bool fits_panels = false;   // whether a panel without values at an end is drawn without that end
};
XAxis x_axis_of(const Axis& axis);
// Of time from 0 to so many seconds: whole ones are named, not more than there is room for.
XAxis seconds_axis(double end);

// Empties the ticks that would stand beyond the ends, or on the one before.
void thin_out(XAxis& axis);

// What is to be seen: of values that are positive or 0. Nothing was covered while high is below
// low.
struct Extent {
  double low = INFINITY;
  double high = -INFINITY;

  void cover(const std::optional<double>& value);
  void cover(const Extent& other);
  bool empty() const { return high < low; }
};

struct YRange {
  int base = 0;  // of a logarithmic axis: 10, or 2 for ratios; 0: linear, from 0 on
  double low = 0;
  double high = 1;
};

// Ends at round numbers on a logarithmic axis, alike on both sides of 1 for ratios.
YRange y_range_of(const Extent& extent, int base);

// Whether panels of these extents are read more easily on one scale: each fills a third of it.
bool share_scale(const std::vector<Extent>& extents, int base);

}  // namespace gauntlet::orchestrator::report::pictures
