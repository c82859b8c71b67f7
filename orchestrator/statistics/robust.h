// Takes out of the samples what is not the row's doing: what a whole pass had in common, and
// outliers.
#pragma once

#include <vector>

#include "orchestrator/statistics/samples.h"

namespace gauntlet::orchestrator::statistics {

// With fewer rows a pass's drift cannot be told from the rows' own scatter, and stays in.
inline constexpr std::size_t kLeastRowsForDrift = 10;

// Values further than this many scatters from their row's median are pulled in to that distance.
inline constexpr double kReach = 2.5;

// Unless they are more than this part of their side's values: those are no outliers, but a row that
// scatters, whose median may itself be astray.
inline constexpr double kMostOutliers = 0.2;

// Takes each pass's drift off: the median, over rows, of the deviation from the row's own median.
// Each side has its own drifts; paired sides, which ran together, share those of their means.
void take_off_drift(std::vector<RowPair>& rows, bool paired);

// Pulls outliers in. The scatter is the row's median absolute deviation, scaled as for a normal
// distribution, but not less than that of the table's median row: a row's own, of a few samples, is
// often far too small.
void pull_in_outliers(std::vector<RowPair>& rows);

}  // namespace gauntlet::orchestrator::statistics
