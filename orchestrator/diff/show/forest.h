// The forest plot of a comparison: each row's change with its interval.
#pragma once

#include <filesystem>
#include <string>

#include "orchestrator/diff/comparison.h"
#include "orchestrator/report/pictures/script.h"

namespace gauntlet::orchestrator::diff::show {

// The rows that were judged, the first 60 in the order of the text; in percent, worse to the right.
report::pictures::Drawing draw_forest(const Comparison& comparison);

// "svg" or "png", by the file's ending. Throws Error (kBadInput) for any other.
std::string forest_format(const std::filesystem::path& file);

// Draws it into FILE.svg or FILE.png. Throws Error: kBadInput for another ending, kUnable when
// gnuplot fails or the file cannot be written.
void plot_forest(const Comparison& comparison, const std::filesystem::path& file);

}  // namespace gauntlet::orchestrator::diff::show
