#include "orchestrator/report/breakdown.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "orchestrator/report/axis.h"

namespace gauntlet::orchestrator::report {
namespace {

// What a row is on the axes that are shown; kMerged for those that do not tell lines apart.
using LinePlaces = std::vector<std::size_t>;
constexpr std::size_t kMerged = 0;

// The axes that a summary shows, by their place among those of the table: the operation, then each
// other that varies, as readers expect them.
std::vector<std::size_t> shown_axes(const std::vector<Axis>& axes) {
  std::vector<std::size_t> shown{kOperation};
  const auto add = [&](std::size_t axis) {
    if (axes[axis].varies()) shown.push_back(axis);
  };
  for (const std::size_t axis : {kVolume, kMode, kServerPool, kClientPool}) add(axis);
  for (std::size_t axis = kBaseAxes; axis < axes.size(); ++axis) add(axis);
  return shown;
}

// Of a row on the shown axes, of which only those that are told apart have a place of their own.
LinePlaces line_places(const Places& row, const std::vector<std::size_t>& shown,
                       const std::vector<bool>& apart) {
  LinePlaces places;
  for (std::size_t i = 0; i < shown.size(); ++i)
    places.push_back(apart[i] ? row[shown[i]] : kMerged);
  return places;
}

std::size_t count_lines(const Axes& axes, const std::vector<std::size_t>& shown,
                        const std::vector<bool>& apart) {
  std::set<LinePlaces> lines;
  for (const Places& row : axes.rows) lines.insert(line_places(row, shown, apart));
  return lines.size();
}

// What readers want told apart first: the server and the settings of the matrix's own choice, and
// last how many there are of anything.
std::size_t rank(const Axis& axis, std::size_t place) {
  constexpr std::array<std::size_t, 4> kLast{kMode, kVolume, kClientPool, kServerPool};
  if (place == kOperation || axis.name == "server") return place == kOperation ? 0 : 1;
  const auto* const found = std::find(kLast.begin(), kLast.end(), place);
  return found == kLast.end() ? 2 : 3 + static_cast<std::size_t>(found - kLast.begin());
}

// Which of the shown axes tell lines apart: the operation, and each other for which there is room.
std::vector<bool> choose_apart(const Axes& axes, const std::vector<std::size_t>& shown,
                               std::size_t most_lines) {
  std::vector<std::size_t> order(shown.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(axes.axes[shown[a]], shown[a]) < rank(axes.axes[shown[b]], shown[b]);
  });
  std::vector<bool> apart(shown.size(), false);
  for (const std::size_t i : order) {
    apart[i] = true;
    if (shown[i] != kOperation && count_lines(axes, shown, apart) > most_lines) apart[i] = false;
  }
  return apart;
}

using Rows = std::vector<std::size_t>;  // places in the table

SummaryLine make_line(const table::Table& table, const Axes& axes,
                      const std::vector<std::size_t>& shown, const Rows& rows) {
  SummaryLine line;
  for (const std::size_t axis : shown) {
    std::set<std::size_t> places;
    for (const std::size_t row : rows) places.insert(axes.rows[row][axis]);
    std::vector<std::string>& values = line.values.emplace_back();
    for (const std::size_t place : places) values.push_back(tick(axes.axes[axis], place));
  }
  std::map<LinePlaces, std::vector<const table::Row*>> combinations;
  const std::vector<bool> all(shown.size(), true);
  for (const std::size_t row : rows)
    combinations[line_places(axes.rows[row], shown, all)].push_back(&table.rows[row]);
  for (auto& [places, of_combination] : combinations)
    line.combinations.push_back(std::move(of_combination));
  return line;
}

}  // namespace

std::size_t SummaryLine::rows() const {
  std::size_t sum = 0;
  for (const auto& rows_of_one : combinations) sum += rows_of_one.size();
  return sum;
}

Breakdown break_down(const table::Table& table, std::size_t most_lines) {
  if (table.rows.empty()) return {};
  const Axes axes = axes_of(table);
  const std::vector<std::size_t> shown = shown_axes(axes.axes);
  const std::vector<bool> apart = choose_apart(axes, shown, most_lines);
  Breakdown result;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    result.settings.push_back(axes.axes[shown[i]].name);
    if (!apart[i]) result.merged.push_back(axes.axes[shown[i]].name);
  }
  std::map<LinePlaces, Rows> lines;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    lines[line_places(axes.rows[row], shown, apart)].push_back(row);
  for (const auto& [places, rows] : lines) {
    result.lines.push_back(make_line(table, axes, shown, rows));
    result.combinations += result.lines.back().combinations.size();
  }
  return result;
}

}  // namespace gauntlet::orchestrator::report
