// What a reader should know beside the verdicts, and what does not decide anything.
#pragma once

#include "orchestrator/diff/pairing.h"
#include "orchestrator/diff/verdicts.h"

namespace gauntlet::orchestrator::diff {

// Adds warnings (on what the judgement rests) and notes (the tails of response times). The rows are
// those of the tables, in their order.
void advise(const PairedTables& tables, const CompareOptions& options, Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff
