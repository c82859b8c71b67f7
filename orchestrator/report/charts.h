// Cells -> charts with client_pool on the x axis, ready to be drawn. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"

namespace gauntlet::orchestrator::report {

// More than these nobody can read: what comes after is left out, with a note.
inline constexpr std::size_t kMaxPanels = 24;
inline constexpr std::size_t kMaxLines = 16;

struct Point {
  std::uint64_t client_pool = 0;
  std::optional<double> value{};
  std::optional<double> high{};  // the end of a whisker that begins at value
};

struct Panel {
  PanelKey key{};
  std::string y_label{};
  double y_low = 0;
  double y_high = 1;
  std::vector<std::vector<Point>> lines{};  // one for each of the chart's lines
};

struct Line {
  std::string name{};
  std::size_t mode = 0;         // which of the chart's modes, from 0 on: decides dashes and filling
  std::size_t server_pool = 0;  // which of its servers and pools: decides colour and shape
};

// A grid of panels with client_pool on the x axis, all with the same lines.
struct Chart {
  std::string name{};  // of the file, without extension
  std::string title{};
  std::string caption{};
  int y_base = 0;                             // of a logarithmic y axis; 0: linear
  std::size_t columns = 1;                    // panels side by side
  std::vector<Line> lines{};                  // drawn in this order
  std::vector<std::uint64_t> client_pools{};  // ascending
  std::vector<Panel> panels{};                // row by row
};

// Each adds to notes what it leaves out. A chart without panels has nothing to show, and notes say
// why.
Chart throughput_chart(const Cells& cells, std::vector<std::string>& notes);
Chart latency_chart(const Cells& cells, std::vector<std::string>& notes);
Chart ratio_chart(const Cells& cells, std::vector<std::string>& notes);  // thread / process

}  // namespace gauntlet::orchestrator::report
