#include "orchestrator/report/pictures/loss.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "contract/link.h"
#include "orchestrator/report/pictures/filling.h"
#include "orchestrator/report/pictures/grid.h"
#include "orchestrator/report/pictures/layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr const char* kLink = "link";
constexpr const char* kLoss = "loss, %";

// The rows that have a link, with its loss and the rest of it as settings of their own.
table::Table rows_with_links(const table::Table& table) {
  table::Table split = table;
  split.rows.clear();
  for (const table::Row& row : table.rows) {
    auto link = contract::parse_link(row.setting(kLink));
    if (!link) continue;
    const double loss = link->loss.value_or(0) * 100.0 / contract::kAllPackets;
    link->loss.reset();
    table::Row& kept = split.rows.emplace_back(row);
    std::erase_if(kept.settings, [](const auto& setting) { return setting.first == kLink; });
    kept.settings.emplace_back(kLoss, fmt::format("{:.15g}", loss));
    kept.settings.emplace_back(kLink, contract::to_text(*link));
  }
  return split;
}

std::optional<std::size_t> find_axis(const std::vector<Axis>& axes, std::string_view name) {
  const auto found = std::find_if(axes.begin(), axes.end(),
                                  [name](const Axis& axis) { return axis.name == name; });
  if (found == axes.end()) return std::nullopt;
  return static_cast<std::size_t>(std::distance(axes.begin(), found));
}

// Links that differ in more than their loss have panels of their own: so the formula is one line.
Layout layout_of_loss(std::size_t loss, const std::vector<Axis>& axes) {
  Layout layout = layout_over(loss, axes);
  const auto link = find_axis(axes, kLink);
  if (link && std::erase(layout.lines, *link) > 0) layout.panels.push_back(*link);
  return layout;
}

std::optional<Figure> throughput_of(const table::Table& table, const Cell& cell) {
  std::vector<double> values;
  for (const std::size_t place : cell.used)
    if (const auto Bps = table.rows[place].throughput_Bps)
      values.push_back(*Bps / static_cast<double>(kMiB));
  return to_figure(std::move(values));
}

// The line of the formula for links of this delay.
std::vector<Point> formula_points(const Axis& losses, const XAxis& x, Duration delay) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < losses.numbers.size(); ++i) {
    Point& point = points.emplace_back(Point{.x = x.places[i], .marked = false});
    if (const auto Bps = mathis_Bps(losses.numbers[i] / 100, 2 * delay))
      point.value = *Bps / static_cast<double>(kMiB);
  }
  return points;
}

// By the values of their panel, in which order panels are laid out.
using Formulas = std::map<Places, std::vector<Point>>;

// Where there is none, as without a delay, there is no line.
void add_formulas(Chart& chart, Formulas formulas) {
  const bool any = std::any_of(formulas.begin(), formulas.end(),
                               [](const auto& formula) { return has_value(formula.second); });
  if (!any) return;
  chart.lines.push_back({.name = "Mathis' formula", .dash = 1, .colour = chart.lines.size()});
  auto formula = formulas.begin();
  for (Panel& panel : chart.panels) {
    panel.lines.push_back(std::move((formula++)->second));
    panel.y = y_range_of(extent_of(panel), 10);
  }
}

}  // namespace

std::optional<double> mathis_Bps(double loss, Duration round_trip) {
  constexpr double kSegment = 1448;
  if (loss <= 0 || round_trip <= Duration::zero()) return std::nullopt;
  return kSegment / to_seconds(round_trip) * std::sqrt(1.5 / loss);
}

Chart loss_chart(const table::Table& table, std::vector<std::string>& notes) {
  const table::Table shown = rows_with_links(table);
  const Cells cells = to_cells(shown);
  const auto loss = find_axis(cells.axes, kLoss);
  if (!loss) return {};
  Filling filling(cells.axes, layout_of_loss(*loss, cells.axes));
  Formulas formulas;
  for (const auto& [places, cell] : cells.cells) {
    filling.put(places, "MiB/s", to_point(throughput_of(shown, cell), cell));
    std::vector<Point>& formula =
        formulas.try_emplace(part_of(places, filling.layout.panels), 1).first->second;
    if (cell.used.empty() || has_value(formula)) continue;
    const auto link = contract::parse_link(shown.rows[cell.used.front()].setting(kLink));
    formula = formula_points(cells.axes[*loss], filling.x,
                             link ? link->delay.value_or(Duration::zero()) : Duration::zero());
  }
  Chart chart{
      .name = "loss",
      .title = "Throughput against loss",
      .caption =
          "Rate of one client. Mathis' formula: what a connection of TCP gets in the long run "
          "where packets are lost at random, MSS / RTT * sqrt(3/2) / sqrt(loss).",
      .x = filling.x};
  lay_out(
      chart, cells.axes, filling.layout, filling.all, [](const Extent&) { return 10; },
      "no row without a failure has a rate", notes);
  if (!chart.panels.empty()) add_formulas(chart, std::move(formulas));
  return chart;
}

}  // namespace gauntlet::orchestrator::report::pictures
