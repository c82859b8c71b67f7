// A comparison for people.
#pragma once

#include <cstddef>
#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// Columns of a line that goes to no terminal.
inline constexpr std::size_t kTextWidth = 120;

// What cannot be believed, the rows, regressions first, then the summary, the slices, and what
// decided, in lines of at most width columns. A row takes one line where all its figures fit, else
// one for what was judged and an indented one for what was measured; its reason has lines of its
// own.
std::string format_text(const Comparison& comparison, std::size_t width = kTextWidth);

}  // namespace gauntlet::orchestrator::diff::show
