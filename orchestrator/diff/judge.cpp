#include "orchestrator/diff/judge.h"

#include <algorithm>
#include <cmath>

#include "orchestrator/diff/distributions.h"
#include "orchestrator/diff/families.h"
#include "orchestrator/diff/planning.h"
#include "orchestrator/diff/ranks.h"
#include "orchestrator/diff/robust.h"
#include "orchestrator/diff/slices.h"
#include "orchestrator/report/median.h"

namespace gauntlet::orchestrator {
namespace {

constexpr double kBound = 0.95;  // one-sided, of a 90% interval

double squares(const Samples& samples) {
  const double middle = mean(samples);
  double sum = 0;
  for (const Sample& sample : samples)
    sum += (sample.slowness - middle) * (sample.slowness - middle);
  return sum;
}

Variance own_variance(const RowPair& row) {
  const auto degrees = static_cast<double>(row.base.size() + row.fresh.size()) - 2;
  if (degrees <= 0) return {};
  return {(squares(row.base) + squares(row.fresh)) / degrees, degrees};
}

double rank_p(const RowPair& row, bool paired) {
  if (!paired) return mann_whitney_p(values(row.base), values(row.fresh));
  std::vector<double> differences;
  auto fresh = row.fresh.begin();
  for (const Sample& base : row.base) {
    while (fresh != row.fresh.end() && fresh->pass < base.pass) ++fresh;
    if (fresh != row.fresh.end() && fresh->pass == base.pass)
      differences.push_back(fresh->slowness - base.slowness);
  }
  return wilcoxon_p(differences);
}

// The scatter is a blend of the row's own and the table's, and never below the row's own.
RowJudgement test(const RowPair& row, const Variance& own, const Variance& common) {
  RowJudgement result;
  result.own = own;
  const Variance blend = squeezed(own, common);
  result.variance = std::max(own.value, blend.value);
  const double value = mean(row.fresh) - mean(row.base);
  result.change.value = value;
  if (blend.degrees <= 0 || result.variance <= 0) return result;
  const double samples =
      1 / static_cast<double>(row.base.size()) + 1 / static_cast<double>(row.fresh.size());
  result.change =
      make_change(value, std::sqrt(result.variance * samples + 2 * row.tau2), blend.degrees);
  return result;
}

// Where tau is known, what all rows have in common is the host's or the build's doing.
void take_off_shift(std::vector<RowJudgement>& rows, double shift) {
  for (RowJudgement& row : rows) {
    row.change.value -= shift;
    row.change.low -= shift;
    row.change.high -= shift;
  }
}

void correct_for_all(std::vector<RowJudgement>& rows) {
  std::vector<double> p;
  for (RowJudgement& row : rows) {
    if (std::isfinite(row.change.error))
      row.p = 2 * t_upper(std::abs(row.change.value) / row.change.error, row.change.degrees);
    p.push_back(row.p);
  }
  const std::vector<double> q = benjamini_hochberg(p);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].q = q[i];
}

Finding find(const RowJudgement& row, const JudgeOptions& options) {
  const Change& change = row.change;
  const double least = std::log1p(options.min_effect);
  const double same = std::log1p(options.equivalence);
  const bool significant = row.q <= options.row_level * options.share_of_levels;
  if (significant && change.low > least) return Finding::kRegression;
  if (significant && change.high < -least) return Finding::kImprovement;
  const bool inside = change.low > -same && change.high < same;
  if (inside && std::abs(change.value) < least) return Finding::kEquivalent;
  return Finding::kInconclusive;
}

void plan(RowJudgement& row, const Hurdle& hurdle, double wanted_effect) {
  row.detectable = detectable_effect(row.change.error, hurdle);
  row.passes_needed = passes_needed(row.variance, wanted_effect, hurdle);
}

std::vector<RowJudgement> test_all(const std::vector<RowPair>& cleaned, Variance& common) {
  std::vector<Variance> own;
  own.reserve(cleaned.size());
  for (const RowPair& row : cleaned) own.push_back(own_variance(row));
  common = common_variance(own);
  std::vector<RowJudgement> results;
  for (std::size_t i = 0; i < cleaned.size(); ++i)
    results.push_back(test(cleaned[i], own[i], common));
  return results;
}

double median_change(const std::vector<RowJudgement>& rows) {
  std::vector<double> changes;
  changes.reserve(rows.size());
  for (const RowJudgement& row : rows) changes.push_back(row.change.value);
  return median(changes).value_or(0);
}

}  // namespace

Change make_change(double value, double error, double degrees) {
  if (!(error > 0) || degrees <= 0) return {.value = value};
  const double reach = t_quantile(kBound, degrees) * error;
  return {value, error, degrees, value - reach, value + reach};
}

Judgement judge(const std::vector<RowPair>& rows, const std::vector<Slice>& slices,
                const JudgeOptions& options) {
  std::vector<RowPair> cleaned = rows;
  take_off_drift(cleaned, options.paired);
  pull_in_outliers(cleaned);

  Judgement result;
  result.rows = test_all(cleaned, result.common);
  result.shift = median_change(result.rows);
  if (options.calibrated) take_off_shift(result.rows, result.shift);
  correct_for_all(result.rows);
  const Hurdle hurdle{options.row_level * options.share_of_levels,
                      std::max<std::size_t>(1, rows.size()), options.min_effect};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RowJudgement& row = result.rows[i];
    row.rank_p = rank_p(rows[i], options.paired);
    row.finding = find(row, options);
    plan(row, hurdle, options.wanted_effect);
  }
  result.slices = judge_slices(cleaned, slices, options);
  return result;
}

}  // namespace gauntlet::orchestrator
