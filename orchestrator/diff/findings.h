// What a judgement consists of, and with what it is made. All changes and bounds are differences of
// logarithms, new minus base, more is worse.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "orchestrator/statistics/squeeze.h"

namespace gauntlet::orchestrator::diff {

// A live comparison is tested up to four times while it runs, each time at a quarter of the levels.
inline constexpr double kShareOfALook = 0.25;

struct JudgeOptions {
  bool paired = false;           // both sides ran together, pass by pass
  bool calibrated = false;       // tau2 of the rows is known
  double min_effect = 0.05;      // what a regression of a row must be beyond
  double slice_effect = 0.015;   // the same of a slice
  double equivalence = 0.10;     // within which a whole interval means: the same
  double wanted_effect = 0.10;   // for which the passes needed are worked out
  double row_level = 0.03;       // two-sided, after Benjamini and Hochberg
  double slice_level = 0.01;     // one-sided, after Holm
  double share_of_levels = 1.0;  // kShareOfALook in a live comparison
};

enum class Finding { kRegression, kImprovement, kEquivalent, kInconclusive };

// An estimate with its 90% interval. Both bounds are infinite where nothing is known.
struct Change {
  double value = 0;
  double error = std::numeric_limits<double>::infinity();  // standard
  double degrees = 0;                                      // of freedom
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

struct RowJudgement {
  Change change{};
  statistics::Variance own{};  // of the row, both sides pooled, cleaned
  double variance = 0;         // the one that was used
  double p = 1;                // two-sided
  double q = 1;                // p corrected for all rows
  double rank_p = 1;           // Mann-Whitney, Wilcoxon when paired; decides nothing
  double detectable = 0;  // share that is found 80% of the time; infinity where nothing is known
  std::size_t passes_needed = 0;  // for wanted_effect; 0: no number of passes will do
  Finding finding = Finding::kInconclusive;
};

struct SliceJudgement {
  std::string name{};
  std::size_t rows = 0;
  Change own{};        // the slice's own change
  Change tested{};     // paired: the same; else the slice against the rest of the table
  double p_worse = 1;  // one-sided, corrected for all slices
  double p_better = 1;
  Finding finding = Finding::kInconclusive;  // never kEquivalent
  std::string explained_by{};                // the slice whose rows alone make this one change
};

struct Judgement {
  std::vector<RowJudgement> rows{};  // as given
  std::vector<SliceJudgement> slices{};
  statistics::Variance common{};  // what the table says of a row's variance
  double shift = 0;  // median change over rows; where calibrated it is taken off the rows' changes
};

// The estimate with its interval.
Change make_change(double value, double error, double degrees);

}  // namespace gauntlet::orchestrator::diff
