// Cells -> charts: panels of lines over the setting that varies most, ready to be drawn. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/report/pictures/scale.h"

namespace gauntlet::orchestrator::report::pictures {

// More than these nobody can read: what comes after is left out, with a note.
inline constexpr std::size_t kMaxPanels = 24;

struct Point {
  double x = 0;  // where the value stands on the x axis
  std::optional<double> value{};
  std::optional<double> low{};  // of the lowest and the highest pass, where there are several
  std::optional<double> high{};
  std::optional<double> tail{};  // the end of a whisker that begins at value
  bool valid = true;             // false: drawn hollow
  bool marked = true;            // false: only the line goes through it
};

// Something that happened at a place of the x axis.
struct Mark {
  double x = 0;
  std::string text{};
};

struct Panel {
  std::string title{};
  std::string y_label{};
  XAxis x{};  // the chart's, with ends and ticks of its own
  YRange y{};
  std::size_t row = 0;  // in the grid, from 0
  std::size_t column = 0;
  std::vector<std::vector<Point>> lines{};  // one for each of the chart's lines
  std::vector<Mark> marks{};
};

// Lines have a shape each, by their place.
struct Line {
  std::string name{};
  std::size_t dash = 0;    // by the mode, from 0
  std::size_t colour = 0;  // by all else that makes lines, from 0
};

// A grid of panels with one x axis, of which each shows what it has, all with the same lines, of
// which there are at most kMostLines.
struct Chart {
  std::string name{};  // of the file, without extension
  std::string title{};
  std::string caption{};
  std::size_t columns = 1;  // panels side by side
  XAxis x{};
  std::vector<Line> lines{};    // drawn in this order
  std::vector<Panel> panels{};  // row by row
};

// Each adds to notes what it leaves out. A chart without panels has nothing to show, and notes say
// why.
Chart throughput_chart(const Cells& cells, std::vector<std::string>& notes);
Chart latency_chart(const Cells& cells, std::vector<std::string>& notes);
Chart ratio_chart(const Cells& cells, std::vector<std::string>& notes);  // thread / process
// How evenly requests fell on the workers. Without panels, and without a note, where neither who
// spreads the clients varies nor the number of mirrors.
Chart imbalance_chart(const Cells& cells, std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
