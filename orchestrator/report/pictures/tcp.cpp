#include "orchestrator/report/pictures/tcp.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "orchestrator/report/course.h"
#include "orchestrator/report/row_reports.h"
#include "orchestrator/report/tcp_course.h"
#include "orchestrator/sweep/sidecar.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr std::size_t kWindowLine = 0;
constexpr std::size_t kInFlightLine = 1;
constexpr std::size_t kRoundTripLine = 2;
constexpr std::size_t kThroughputLine = 3;
constexpr std::size_t kTcpLines = 4;

Panel empty_panel(const XAxis& x, const std::string& title, const std::string& unit,
                  std::size_t row) {
  return {.title = title,
          .y_label = unit,
          .x = x,
          .row = row,
          .lines = std::vector<std::vector<Point>>(kTcpLines)};
}

// From 0 on; lines without points claim their place, which gnuplot needs.
void finish(Panel& panel) {
  Extent extent;
  for (std::vector<Point>& line : panel.lines) {
    for (const Point& point : line) extent.cover(point.value);
    if (line.empty()) line.emplace_back();
  }
  panel.y = y_range_of(extent, 0);
}

Panel window_panel(const TcpCourse& course, const XAxis& x) {
  Panel panel = empty_panel(x, "Congestion window and bytes in flight", "KiB a connection", 0);
  for (const TcpWindow& window : course.windows) {
    panel.lines[kWindowLine].push_back({.x = window.middle_s,
                                        .value = window.cwnd_bytes / double{kKiB},
                                        .marked = window.retransmits > 0});
    panel.lines[kInFlightLine].push_back(
        {.x = window.middle_s, .value = window.in_flight_bytes / double{kKiB}, .marked = false});
  }
  finish(panel);
  return panel;
}

Panel round_trip_panel(const TcpCourse& course, const XAxis& x) {
  Panel panel = empty_panel(x, "Round trip", "ms", 1);
  for (const TcpWindow& window : course.windows)
    if (window.rtt_s)
      panel.lines[kRoundTripLine].push_back(
          {.x = window.middle_s, .value = *window.rtt_s * 1e3, .marked = false});
  finish(panel);
  return panel;
}

Panel throughput_panel(const Course& course, Duration window, const XAxis& x) {
  Panel panel = empty_panel(x, "Throughput of all clients", "MiB/s", 2);
  for (Duration begin{}; begin + window <= course.end; begin += window)
    panel.lines[kThroughputLine].push_back(
        {.x = to_seconds(begin + window / 2),
         .value = course.timeline.between(begin, begin + window).bytes / to_seconds(window) /
                  double{kMiB},
         .marked = false});
  finish(panel);
  return panel;
}

std::string caption_of(const TcpCourse& course) {
  std::uint64_t retransmits = 0;
  for (const TcpWindow& window : course.windows) retransmits += window.retransmits;
  return fmt::format(
      "Means over the connections of the {} that were sampled. Points: when they sent again ({}).",
      course.side == "server" ? "server" : "clients", counted(retransmits, "segment"));
}

// Wide enough that each has a sample of every connection.
Duration sampled_window(const table::Row& row, const Course& course) {
  const auto interval = parse_duration(row.setting("tcp_interval"));
  const Duration window = window_of(course.timeline.width(), course.end);
  return std::max(window, interval.value_or(Duration{}));
}

}  // namespace

table::Table rows_to_draw_tcp_of(const table::Table& table) {
  table::Table some{.settings = table.settings};
  std::set<std::string> known;
  for (const table::Row& row : table.rows)
    if (row.setting("tcp") == "draw" && known.insert(row.scenario).second) some.rows.push_back(row);
  return some;
}

Chart tcp_chart(const table::Row& row, const std::filesystem::path& file,
                std::vector<std::string>& notes) {
  const auto report = read_report(row, file);
  const auto course = report ? course_of(*report, row) : std::nullopt;
  const auto counting_ns = course ? course->counting_ns : std::nullopt;
  const Duration window = course ? sampled_window(row, *course) : Duration{};
  const auto tcp = counting_ns ? read_tcp_course(row, file, *counting_ns, window) : std::nullopt;
  const std::string name =
      "tcp_" +
      sweep::Sidecar::report_file(file, row.scenario, row.pass.value_or(1)).stem().string();
  if (!tcp) {
    notes.push_back(name + ": not drawn, since no samples of it are beside the table");
    return {};
  }
  Chart chart{.name = name,
              .title = "What TCP did: " + row.scenario,
              .caption = caption_of(*tcp),
              .x = seconds_axis(to_seconds(course->end))};
  for (const char* line : {"congestion window", "bytes in flight", "round trip", "throughput"})
    chart.lines.push_back({.name = line, .colour = chart.lines.size()});
  chart.panels = {window_panel(*tcp, chart.x), round_trip_panel(*tcp, chart.x),
                  throughput_panel(*course, window, chart.x)};
  return chart;
}

}  // namespace gauntlet::orchestrator::report::pictures
