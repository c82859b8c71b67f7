// Samples -> findings: the test of every row and of every slice. Pure; the formulas are explained
// in docs/diff.md.
#pragma once

#include <vector>

#include "orchestrator/diff/findings.h"
#include "orchestrator/statistics/samples.h"

namespace gauntlet::orchestrator::diff {

// Every row has a sample on both sides.
Judgement judge(const std::vector<statistics::RowPair>& rows,
                const std::vector<statistics::Slice>& slices, const JudgeOptions& options);

}  // namespace gauntlet::orchestrator::diff
