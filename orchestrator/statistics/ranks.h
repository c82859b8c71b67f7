// Tests by ranks, two-sided, with the p-values that SciPy's mannwhitneyu and wilcoxon give.
#pragma once

#include <vector>

namespace gauntlet::orchestrator::statistics {

// Mann and Whitney's test of two samples, neither empty. Exact when there are no ties and one
// sample has at most 8 values (and the product of the sizes is at most 400); else the normal
// approximation with corrections for ties and continuity.
double mann_whitney_p(const std::vector<double>& a, const std::vector<double>& b);

// Wilcoxon's signed-rank test of differences; those that are 0 are left out. Exact up to 50
// differences without ties and zeros, and up to 13 with; else the normal approximation, corrected
// for ties.
double wilcoxon_p(const std::vector<double>& differences);

}  // namespace gauntlet::orchestrator::statistics
