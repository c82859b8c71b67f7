// Charts -> what gnuplot reads: a script and the figures beside it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/report/pictures/foot.h"
#include "orchestrator/report/pictures/matrix_map.h"

namespace gauntlet::orchestrator::report::pictures {

// The script takes three arguments: the format (svg or png), the file to write, and a file that
// holds data. It holds texts of the table only as gnuplot_string gives them; data is numbers only.
struct Drawing {
  std::string name{};  // of the file, without extension
  std::string script{};
  std::string data{};
};

Drawing draw(const Chart& chart, const Foot& foot);
Drawing draw_heatmap(const MatrixMap& map, const Foot& foot);
Drawing draw_limits(const MatrixMap& map, const Foot& foot);

// The variables that every picture has: its texts above, whose caption is broken into lines, and
// its foot.
std::string picture_texts(const std::string& title, const std::string& caption, const Foot& foot);

// A string of gnuplot: in single quotes, between which it expands and runs nothing. The text cannot
// end it: its own quotes become typographic ones, since gnuplot 5.4 takes a doubled quote at a
// string's beginning for the string's end. Control characters become spaces.
std::string gnuplot_string(std::string_view text);

}  // namespace gauntlet::orchestrator::report::pictures
