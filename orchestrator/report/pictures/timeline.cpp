#include "orchestrator/report/pictures/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/units.h"
#include "orchestrator/report/cells.h"
#include "orchestrator/report/course.h"
#include "orchestrator/report/pictures/grid.h"
#include "orchestrator/report/pictures/layout.h"
#include "orchestrator/report/row_reports.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr const char* kEvents = "events";

// Of the passes of a cell whose reports are there.
using Courses = std::vector<Course>;

Duration widest_bins(const Courses& passes) {
  Duration width{};
  for (const Course& course : passes) width = std::max(width, course.timeline.width());
  return width;
}

std::vector<Mark> marks_of(const Course& course) {
  std::vector<Mark> marks;
  for (const CourseEvent& event : course.events)
    marks.push_back({.x = event.at_s, .text = event.what});
  return marks;
}

// The median over the passes with their range, window by window, as long as all passes go on; none
// that is cut off at the end. The last one is marked, so that it says whether they are valid.
std::vector<Point> rates_of(const Courses& passes) {
  const auto shorter = [](const Course& a, const Course& b) { return a.end < b.end; };
  const Duration end = std::min_element(passes.begin(), passes.end(), shorter)->end;
  const Duration window = window_of(widest_bins(passes), end);
  const bool valid =
      std::all_of(passes.begin(), passes.end(), [](const Course& course) { return course.valid; });
  std::vector<Point> points;
  for (Duration begin{}; begin + window <= end; begin += window) {
    std::vector<double> rates;
    for (const Course& course : passes)
      rates.push_back(course.timeline.between(begin, begin + window).requests / to_seconds(window));
    const Figure figure = *to_figure(rates);
    Point& point = points.emplace_back(Point{.x = to_seconds(begin + window / 2),
                                             .value = figure.middle,
                                             .valid = valid,
                                             .marked = false});
    if (passes.size() > 1) point.low = figure.low;
    if (passes.size() > 1) point.high = figure.high;
  }
  if (!points.empty()) points.back().marked = true;
  return points;
}

// Those that differ in their events have panels of their own.
Layout layout_by_events(const std::vector<Axis>& axes) {
  Layout layout = layout_without_x(axes);
  const auto is_events = [&axes](std::size_t axis) { return axes[axis].name == kEvents; };
  const auto found = std::find_if(layout.lines.begin(), layout.lines.end(), is_events);
  if (found == layout.lines.end()) return layout;
  layout.panels.push_back(*found);
  layout.lines.erase(found);
  return layout;
}

std::string caption_of_courses(bool several) {
  return fmt::format(
      "Requests per second that were answered well, over the time of the run. {}Dotted: what was "
      "done to the servers{}. Hollow at its end: not valid.",
      several ? "Medians of the passes; bars: from the lowest to the highest pass. " : "",
      several ? ", in the first pass" : "");
}

}  // namespace

table::Table rows_with_events(const table::Table& table) {
  table::Table some{.settings = table.settings};
  for (const table::Row& row : table.rows) {
    const std::string events = row.setting(kEvents);
    if (!events.empty() && events != "none") some.rows.push_back(row);
  }
  return some;
}

Chart timeline_chart(const table::Table& table, const std::filesystem::path& file,
                     std::vector<std::string>& notes) {
  const Axes axes = axes_of(table);
  const Layout layout = layout_by_events(axes.axes);
  std::map<SeriesKey, Courses> courses;
  std::map<PanelKey, std::vector<Mark>> marks;
  double end = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const PanelKey panel{part_of(axes.rows[i], layout.panels), "requests/s"};
    Courses& passes = courses[{panel, part_of(axes.rows[i], layout.lines)}];
    std::vector<Mark>& its_marks = marks[panel];
    const auto report = read_report(table.rows[i], file);
    const auto course = report ? course_of(*report, table.rows[i]) : std::nullopt;
    if (!course) continue;
    passes.push_back(*course);
    if (its_marks.empty()) its_marks = marks_of(*course);
    end = std::max(end, to_seconds(course->end));
  }
  AllSeries all;
  bool several = false;
  for (const auto& [key, passes] : courses) {
    all[key] = passes.empty() ? std::vector<Point>(1) : rates_of(passes);
    several |= passes.size() > 1;
  }
  Chart chart{.name = "timeline",
              .title = "What happened when",
              .caption = caption_of_courses(several),
              .x = seconds_axis(end)};
  lay_out(
      chart, axes.axes, layout, all, [](const Extent&) { return 0; },
      "no report of a row with events is beside the table", notes);
  constexpr double kRoomForTexts = 1.25;
  auto of_panel = marks.begin();
  for (Panel& panel : chart.panels) {
    panel.marks = (of_panel++)->second;
    panel.y.high *= kRoomForTexts;
  }
  return chart;
}

}  // namespace gauntlet::orchestrator::report::pictures
