// A comparison as a comment on a pull request.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// Short enough for a comment whatever the size of the table: of rows that changed or could not be
// judged the first 50 are shown, of the others only how many they are.
std::string format_markdown(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
