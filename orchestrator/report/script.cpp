#include "orchestrator/report/script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <vector>

#include "base/utf8.h"
#include "orchestrator/report/templates.h"

namespace gauntlet::orchestrator::report {
namespace {

template <class Items, class Show>
std::string array(const char* name, const Items& items, Show show) {
  std::vector<std::string> shown;
  shown.reserve(items.size());
  for (const auto& item : items) shown.push_back(show(item));
  return fmt::format("array {}[{}] = [{}]\n", name, shown.size(), fmt::join(shown, ", "));
}

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "NaN";
}

// One block of points for each line of each panel, panel by panel: x, value, high.
std::string chart_data(const Chart& chart) {
  std::string data;
  for (const Panel& panel : chart.panels) {
    for (const std::vector<Point>& line : panel.lines) {
      for (const Point& point : line)
        data +=
            fmt::format("{} {} {}\n", point.client_pool, number(point.value), number(point.high));
      data += "\n\n";
    }
  }
  return data;
}

// A line for each cell that is not absent: column, row, share, 1 when it failed.
std::string heat_data(const Heatmap& map) {
  std::string data;
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const HeatCell& cell = map.rows[row].cells[column];
      if (cell.heat == Heat::kAbsent) continue;
      data += fmt::format("{} {} {} {}\n", column + 1, row + 1, cell.share,
                          cell.heat == Heat::kFailed ? 1 : 0);
    }
  }
  return data;
}

}  // namespace

std::string gnuplot_string(std::string_view text) {
  std::string quoted = "'";
  for (const char c : printable(text)) {
    if (c == '\'')
      quoted += "\u2019";
    else
      quoted += c;
  }
  return quoted + '\'';
}

Drawing draw(const Chart& chart) {
  std::string script;
  script += fmt::format("title = {}\n", gnuplot_string(chart.title));
  script += fmt::format("caption = {}\n", gnuplot_string(chart.caption));
  script += fmt::format("y_base = {}\n", chart.y_base);
  script += fmt::format("columns = {}\n", chart.columns);
  script += array("client_pool", chart.client_pools, [](auto n) { return fmt::format("{}", n); });
  script += array("line_name", chart.lines, [](auto& line) { return gnuplot_string(line.name); });
  script +=
      array("line_mode", chart.lines, [](auto& line) { return fmt::format("{}", line.mode); });
  script += array("line_pool", chart.lines,
                  [](auto& line) { return fmt::format("{}", line.server_pool); });
  script += array("panel_title", chart.panels,
                  [](auto& panel) { return gnuplot_string(describe(panel.key)); });
  script +=
      array("y_label", chart.panels, [](auto& panel) { return gnuplot_string(panel.y_label); });
  script +=
      array("y_low", chart.panels, [](auto& panel) { return fmt::format("{}", panel.y_low); });
  script +=
      array("y_high", chart.panels, [](auto& panel) { return fmt::format("{}", panel.y_high); });
  return {chart.name, script + kStyleTemplate + kPanelsTemplate, chart_data(chart)};
}

Drawing draw(const Heatmap& map) {
  std::vector<std::string> texts;  // in the order of the data's lines
  for (const HeatRow& row : map.rows) {
    for (const HeatCell& cell : row.cells) {
      if (cell.heat != Heat::kAbsent) texts.push_back(cell.text);
    }
  }
  const auto quoted = [](const std::string& text) { return gnuplot_string(text); };
  std::string script = fmt::format("caption = {}\n", gnuplot_string(map.caption));
  script += array("column_name", map.columns, quoted);
  script +=
      array("row_name", map.rows, [](const HeatRow& row) { return gnuplot_string(row.name); });
  script += array("text", texts, quoted);
  return {"heatmap", script + kStyleTemplate + kHeatmapTemplate, heat_data(map)};
}

}  // namespace gauntlet::orchestrator::report
