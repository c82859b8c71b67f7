// A comparison as CSV (RFC 4180).
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// A line for each row, in the order of the text; docs/diff.md has the columns. Shares are in the
// metric's own direction; what is not known is empty.
std::string format_csv(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
