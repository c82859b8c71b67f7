#include "orchestrator/report/pictures/script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <sstream>
#include <vector>

#include "base/text_layout.h"
#include "base/utf8.h"
#include "orchestrator/report/pictures/templates.h"

namespace gauntlet::orchestrator::report::pictures {
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

std::string quoted(const std::string& text) { return gnuplot_string(text); }

// One block of points for each line of each panel, panel by panel: x, value, low, high, tail, 1
// when it is not valid, 1 when it has a mark.
std::string chart_data(const Chart& chart) {
  std::string data;
  for (const Panel& panel : chart.panels) {
    for (const std::vector<Point>& line : panel.lines) {
      for (const Point& point : line)
        data += fmt::format("{} {} {} {} {} {} {}\n", point.x, number(point.value),
                            number(point.low), number(point.high), number(point.tail),
                            point.valid ? 0 : 1, point.marked ? 1 : 0);
      data += "\n\n";
    }
  }
  return data;
}

// A line for each cell that is not absent: column, row, level, 1 when it failed, 1 when it is not
// valid.
std::string map_data(const MatrixMap& map) {
  std::string data;
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const MapCell& cell = map.rows[row].cells[column];
      if (cell.state == CellState::kAbsent) continue;
      data += fmt::format("{} {} {} {} {}\n", column + 1, row + 1, cell.level,
                          cell.state == CellState::kFailed ? 1 : 0, cell.valid ? 0 : 1);
    }
  }
  return data;
}

std::string map_variables(const MatrixMap& map) {
  std::vector<std::string> texts;  // in the order of the data's lines
  std::vector<std::string> passes;
  bool several = false;
  for (const MapRow& row : map.rows) {
    for (const MapCell& cell : row.cells) {
      if (cell.state == CellState::kAbsent) continue;
      texts.push_back(cell.text);
      passes.push_back(cell.passes);
      several |= !cell.passes.empty();
    }
  }
  return array("column_name", map.columns, quoted) +
         array("row_name", map.rows, [](const MapRow& row) { return quoted(row.name); }) +
         array("text", texts, quoted) + array("passes", passes, quoted) +
         fmt::format("several = {}\n", several ? 1 : 0);
}

// Of all panels. Gnuplot has no empty arrays: where there is no mark, one of no panel stands.
std::string marks_of(const Chart& chart) {
  struct Placed {
    std::size_t panel = 0;  // from 1
    Mark mark{};
  };
  std::vector<Placed> marks;
  for (std::size_t i = 0; i < chart.panels.size(); ++i)
    for (const Mark& mark : chart.panels[i].marks) marks.push_back({i + 1, mark});
  if (marks.empty()) marks.emplace_back();
  return array("mark_panel", marks, [](auto& each) { return fmt::format("{}", each.panel); }) +
         array("mark_x", marks, [](auto& each) { return fmt::format("{}", each.mark.x); }) +
         array("mark_text", marks, [](auto& each) { return quoted(each.mark.text); });
}

std::string look_of_lines(const std::vector<Line>& lines) {
  return array("line_name", lines, [](auto& line) { return quoted(line.name); }) +
         array("line_dash", lines, [](auto& line) { return fmt::format("{}", line.dash); }) +
         array("line_colour", lines, [](auto& line) { return fmt::format("{}", line.colour); });
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

std::string picture_texts(const std::string& title, const std::string& caption, const Foot& foot) {
  constexpr std::size_t kCaptionLetters = 98;
  std::istringstream wrapped_caption(wrapped(caption, kCaptionLetters));
  std::vector<std::string> lines;
  for (std::string line; std::getline(wrapped_caption, line);) lines.push_back(line);
  if (lines.empty()) lines.emplace_back();  // gnuplot has no empty arrays
  return fmt::format("title = {}\n", gnuplot_string(title)) + array("caption", lines, quoted) +
         array("foot", foot, quoted);
}

Drawing draw(const Chart& chart, const Foot& foot) {
  std::string script = picture_texts(chart.title, chart.caption, foot);
  const auto as_number = [](auto value) { return fmt::format("{}", value); };
  script += fmt::format("columns = {}\nx_title = {}\ntick_rows = {}\njoined = {}\n", chart.columns,
                        gnuplot_string(chart.x.title), chart.x.tick_rows, chart.x.joined ? 1 : 0);
  script += array("x_place", chart.x.places, as_number);
  std::vector<std::string> ticks;  // panel by panel
  for (const Panel& panel : chart.panels)
    ticks.insert(ticks.end(), panel.x.ticks.begin(), panel.x.ticks.end());
  script += array("x_tick", ticks, quoted);
  script += look_of_lines(chart.lines);
  const auto of_panels = [&chart](const char* name, auto show) {
    return array(name, chart.panels, show);
  };
  script += of_panels("panel_title", [](auto& panel) { return quoted(panel.title); });
  script += of_panels("panel_row", [](auto& panel) { return fmt::format("{}", panel.row); });
  script += of_panels("panel_column", [](auto& panel) { return fmt::format("{}", panel.column); });
  script += of_panels("x_low", [](auto& panel) { return fmt::format("{}", panel.x.low); });
  script += of_panels("x_high", [](auto& panel) { return fmt::format("{}", panel.x.high); });
  script += of_panels("y_label", [](auto& panel) { return quoted(panel.y_label); });
  script += of_panels("y_base", [](auto& panel) { return fmt::format("{}", panel.y.base); });
  script += of_panels("y_low", [](auto& panel) { return fmt::format("{}", panel.y.low); });
  script += of_panels("y_high", [](auto& panel) { return fmt::format("{}", panel.y.high); });
  script += marks_of(chart);
  return {chart.name, script + kStyleTemplate + kPanelsTemplate, chart_data(chart)};
}

Drawing draw_heatmap(const MatrixMap& map, const Foot& foot) {
  return {"heatmap",
          picture_texts("The whole matrix", map.caption, foot) + map_variables(map) +
              fmt::format("by_unit = {}\n", map.by_unit ? 1 : 0) + kStyleTemplate + kMapTemplate +
              kHeatmapTemplate,
          map_data(map)};
}

Drawing draw_limits(const MatrixMap& map, const Foot& foot) {
  const auto word_text = [](const MapWord& word) { return quoted(word.text); };
  const auto word_colour = [](const MapWord& word) { return quoted(word.colour); };
  const auto word_dark = [](const MapWord& word) { return std::string(word.is_dark ? "1" : "0"); };
  return {"limits",
          picture_texts("What limited each cell", map.caption, foot) + map_variables(map) +
              array("word_text", map.legend, word_text) +
              array("word_colour", map.legend, word_colour) +
              array("word_is_dark", map.legend, word_dark) + kStyleTemplate + kMapTemplate +
              kLimitsTemplate,
          map_data(map)};
}

}  // namespace gauntlet::orchestrator::report::pictures
