// A comparison for people.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// A line for each row, regressions first, then the summary, the slices, and what decided.
std::string format_text(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
