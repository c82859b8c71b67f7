#include "orchestrator/report/pictures/charts.h"

#include <fmt/format.h>

#include <utility>

#include "orchestrator/report/pictures/filling.h"
#include "orchestrator/report/pictures/grid.h"
#include "orchestrator/report/pictures/layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr const char* kThread = "thread";
constexpr const char* kProcess = "process";

// Nothing for 0 too, which a logarithmic axis has no place for.
std::optional<Figure> to_milliseconds(const std::optional<Figure>& seconds) {
  if (!seconds || seconds->low <= 0) return std::nullopt;
  return Figure{seconds->middle * 1e3, seconds->low * 1e3, seconds->high * 1e3};
}

Point to_latency(const Cell& cell) {
  Point point = to_point(to_milliseconds(cell.typical_s), cell);
  if (const auto tail = to_milliseconds(cell.tail_s)) point.tail = tail->middle;
  return point;
}

// What all charts say of their marks, as far as it holds.
std::string describe_marks(const Cells& cells) {
  std::string text;
  if (cells.passes > 1) text += " Thick bars: from the lowest to the highest pass.";
  if (cells.counts.invalid_used > 0) text += " Hollow: not valid.";
  return text;
}

// What the lines and whiskers of the latency chart are, as far as the samples went.
std::string latency_caption(const Cells& cells) {
  bool mean = false;
  bool max = false;
  for (const auto& [key, cell] : cells.cells) {
    mean |= cell.mean_for_p50;
    max |= cell.max_for_p99;
  }
  return fmt::format("{}Marks: p50{}. Whiskers: up to p99{}.{}",
                     cells.passes > 1 ? "Medians of the passes. " : "",
                     mean ? ", or the mean of a small sample" : "",
                     max ? ", or the maximum of a small sample" : "", describe_marks(cells));
}

// Linear, unless the values are too far apart to be told from 0 there.
int base_of_rates(const Extent& extent) {
  constexpr double kFar = 50;
  return extent.low > 0 && extent.high > kFar * extent.low ? 10 : 0;
}

// Pass by pass where both sides have some in common, since these were measured one after the
// other.
std::optional<Figure> ratio_of(const Cell& thread, const Cell& process) {
  if (!thread.rate || !process.rate || thread.rate->low <= 0 || process.rate->low <= 0)
    return std::nullopt;
  std::vector<double> ratios;
  for (const auto& [pass, rate] : thread.rate_of_pass) {
    const auto other = process.rate_of_pass.find(pass);
    if (other != process.rate_of_pass.end()) ratios.push_back(rate / other->second);
  }
  if (ratios.empty()) ratios.push_back(thread.rate->middle / process.rate->middle);
  return to_figure(std::move(ratios));
}

// The cells of both modes become one of a mode "thread / process", whose rate is their ratio.
Cells to_ratios(const Cells& cells) {
  Cells ratios{.axes = cells.axes, .counts = cells.counts, .passes = cells.passes};
  Axis& modes = ratios.axes[kMode];
  const std::vector<std::string> names = std::exchange(modes.values, {"thread / process"});
  for (const auto& [places, thread] : cells.cells) {
    if (names[places[kMode]] != kThread) continue;
    for (std::size_t mode = 0; mode < names.size(); ++mode) {
      Places other = places;
      other[kMode] = mode;
      const auto process = cells.cells.find(other);
      if (names[mode] != kProcess || process == cells.cells.end()) continue;
      other[kMode] = 0;
      ratios.cells[other] = {.rate = ratio_of(thread, process->second),
                             .valid = thread.valid && process->second.valid};
    }
  }
  return ratios;
}

// What of the settings decides how requests fall on the workers; nothing where none of it varies.
std::optional<std::size_t> sharing_axis(const std::vector<Axis>& axes) {
  for (const char* name : {"balance", "mirrors"})
    for (std::size_t i = kBaseAxes; i < axes.size(); ++i)
      if (axes[i].name == name && axes[i].varies()) return i;
  return std::nullopt;
}

std::string over(const char* what, const std::vector<Axis>& axes, const Layout& layout) {
  const Axis& x = axes[layout.x.value()];
  return fmt::format("{} against {}", what, x.name == "client_pool" ? "client pool" : title_of(x));
}

}  // namespace

Chart throughput_chart(const Cells& cells, std::vector<std::string>& notes) {
  Filling filling(cells.axes);
  bool has_small = false;
  for (const auto& [places, cell] : cells.cells) {
    filling.put(places, cells.rate(places).unit, to_point(cell.rate, cell));
    if (!cell.requests_per_s) continue;
    has_small = true;
    filling.put(places, "requests/s", to_point(cell.requests_per_s, cell));
  }
  Chart chart{.name = "throughput",
              .title = over("Throughput", cells.axes, filling.layout),
              .caption = fmt::format("{}Rate of {}. {}Scenarios that failed are not drawn.{}",
                                     cells.passes > 1 ? "Medians of the passes. " : "", cells.whose,
                                     has_small ? "Files below 1 MiB also by requests/s. " : "",
                                     describe_marks(cells)),
              .x = filling.x};
  lay_out(chart, cells.axes, filling.layout, filling.all, base_of_rates,
          "no row without a failure has a rate", notes);
  return chart;
}

Chart latency_chart(const Cells& cells, std::vector<std::string>& notes) {
  Filling filling(cells.axes);
  for (const auto& [places, cell] : cells.cells) filling.put(places, "ms", to_latency(cell));
  Chart chart{.name = "latency",
              .title = over("Response time", cells.axes, filling.layout),
              .caption = latency_caption(cells),
              .x = filling.x};
  lay_out(
      chart, cells.axes, filling.layout, filling.all, [](const Extent&) { return 10; },
      "no row without a failure has a response time", notes);
  return chart;
}

Chart ratio_chart(const Cells& cells, std::vector<std::string>& notes) {
  const Cells ratios = to_ratios(cells);
  Filling filling(ratios.axes);
  for (const auto& [places, cell] : ratios.cells)
    filling.put(places, kThread + std::string(" / ") + kProcess, to_point(cell.rate, cell));
  Chart chart{.name = "thread_process",
              .title = "Threads against processes",
              .caption = fmt::format("Ratio of the rates of {}: above 1, threads are faster.{}",
                                     cells.whose, describe_marks(cells)),
              .x = filling.x};
  lay_out(
      chart, ratios.axes, filling.layout, filling.all, [](const Extent&) { return 2; },
      "no scenario has a rate with both threads and processes", notes);
  return chart;
}

Chart imbalance_chart(const Cells& cells, std::vector<std::string>& notes) {
  const std::optional<std::size_t> x = sharing_axis(cells.axes);
  if (!x) return {};
  Filling filling(cells.axes, layout_over(*x, cells.axes));
  for (const auto& [places, cell] : cells.cells)
    filling.put(places, "imbalance", to_point(cell.imbalance, cell));
  Chart chart{.name = "imbalance",
              .title = "How evenly requests fell on the workers",
              .caption = fmt::format("Requests of the worker that had most / the mean of all "
                                     "workers, those of mirrors included: 1 is even.{}",
                                     describe_marks(cells)),
              .x = filling.x};
  lay_out(
      chart, cells.axes, filling.layout, filling.all, [](const Extent&) { return 0; },
      "no row without a failure has an imbalance", notes);
  return chart;
}

}  // namespace gauntlet::orchestrator::report::pictures
