// The median, for pictures and summaries.
#pragma once

#include <optional>
#include <vector>

namespace gauntlet::orchestrator::statistics {

// The mean of the two middle values when their number is even; nothing for no values.
std::optional<double> median(std::vector<double> values);

}  // namespace gauntlet::orchestrator::statistics
