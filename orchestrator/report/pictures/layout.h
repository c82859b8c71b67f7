// Which settings make the x axis, the lines and the panels of a picture. Pure.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/report/axis.h"

namespace gauntlet::orchestrator::report::pictures {

// More lines in a panel nobody can tell apart: the settings that would make more have panels of
// their own instead.
inline constexpr std::size_t kMostLines = 6;

// Places in the list of axes, each in the order in which it is named and sorted by.
struct Layout {
  std::optional<std::size_t> x{};
  std::vector<std::size_t> panels{};
  std::vector<std::size_t> lines{};
};

// The x axis is the setting with the most values of those that vary, numbers before texts; of
// those with as many values client_pool, then volume, server_pool and the others; client_pool
// where none varies. The operation and, unless it is the x axis, the volume make the panels; of
// the rest as many make the lines as there are not more than kMostLines.
Layout layout_of(const std::vector<Axis>& axes);

// The same with an x axis of one's choice.
Layout layout_over(std::size_t x, const std::vector<Axis>& axes);

// The same without an x axis: every setting makes panels or lines.
Layout layout_without_x(const std::vector<Axis>& axes);

// The values of some axes only.
Places part_of(const Places& places, const std::vector<std::size_t>& which);

// The first values of a set, at most so many; a note says how many more there are of what.
template <class Value>
std::vector<Value> bounded(const std::set<Value>& values, std::size_t most, const std::string& what,
                           std::vector<std::string>& notes) {
  std::vector<Value> first(values.begin(), values.end());
  if (first.size() <= most) return first;
  notes.push_back(fmt::format("{}: the first {} of {} are shown", what, most, first.size()));
  first.resize(most);
  return first;
}

}  // namespace gauntlet::orchestrator::report::pictures
