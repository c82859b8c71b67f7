// Threads against processes. Pure.
#pragma once

#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/finding.h"

namespace gauntlet::orchestrator::report::findings {

// kind modes: one for each operation of which there are sound cells that differ in nothing but the
// mode. The rate with threads by that with processes, pass by pass, as a geometric mean over all
// such pairs of cells, with its 95% interval where some pair has two passes.
Findings modes(const Cells& cells);

}  // namespace gauntlet::orchestrator::report::findings
