// The test of slices: all rows that share a value of an axis, as a whole. Many rows see a small
// change that none of them shows by itself.
#pragma once

#include <vector>

#include "orchestrator/diff/findings.h"
#include "orchestrator/statistics/samples.h"

namespace gauntlet::orchestrator::diff {

// rows: cleaned of drift and outliers (robust.h). A slice that is the whole table, or none of it,
// has nothing to be held against, and is inconclusive.
//
// Its samples are the means over its rows, pass by pass; a t test over passes, one-sided, corrected
// after Holm, finds it worse when also the bound of the 90% interval is beyond slice_effect. Paired
// sides are judged by their difference. Others by the difference of slice and rest, since the host
// may have become slower as a whole between them; the slice's own change must be beyond
// slice_effect too, or a slice would be blamed for what the rest has gained.
//
// A slice that shares rows with a worse one looks worse too. So from the largest change down, the
// rows of a slice that was found are taken out of the table, and those that share them are tested
// again on what is left: a change that has gone by then is said to be explained by the other.
std::vector<SliceJudgement> judge_slices(const std::vector<statistics::RowPair>& rows,
                                         const std::vector<statistics::Slice>& slices,
                                         const JudgeOptions& options);

}  // namespace gauntlet::orchestrator::diff
