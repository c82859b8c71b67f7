// Where the rate stopped growing with the clients. Pure.
#pragma once

#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/finding.h"

namespace gauntlet::orchestrator::report::findings {

// From here on the best rate of a line is as good as reached, and below it a rate has fallen.
inline constexpr double kAsGood = 0.95;
inline constexpr double kFallen = 0.90;

// kind growth: one for each operation. A line is the cells that differ in nothing but client_pool.
// It stops growing at the fewest clients that reach kAsGood of its best rate, and still grows where
// these are its most. A line counts where three or more of its cells are sound, and what is said of
// it holds for the passes of its cells, too: a rate that grew or fell did so in every pass, or by a
// tenth where there is only one; one that did not grow has no pass far from another.
Findings growth(const Cells& cells);

}  // namespace gauntlet::orchestrator::report::findings
