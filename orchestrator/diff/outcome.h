// Verdicts -> exit code.
#pragma once

#include "orchestrator/diff/verdicts.h"

namespace gauntlet::orchestrator::diff {

// Counts the verdicts, and sets exit code and reasons: kFailed for a regression, else kUnable when
// rows are invalid or missing, too many inconclusive, or the whole table has shifted, else kOk.
void conclude(Comparison& comparison, const CompareOptions& options);

}  // namespace gauntlet::orchestrator::diff
