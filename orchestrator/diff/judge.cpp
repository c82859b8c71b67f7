#include "orchestrator/diff/judge.h"

#include <algorithm>
#include <cmath>

#include "orchestrator/diff/slices.h"
#include "orchestrator/statistics/distributions.h"
#include "orchestrator/statistics/families.h"
#include "orchestrator/statistics/median.h"
#include "orchestrator/statistics/planning.h"
#include "orchestrator/statistics/ranks.h"
#include "orchestrator/statistics/robust.h"

namespace gauntlet::orchestrator::diff {
namespace {

double squares(const statistics::Samples& samples) {
  const double middle = statistics::mean(samples);
  double sum = 0;
  for (const statistics::Sample& sample : samples)
    sum += (sample.slowness - middle) * (sample.slowness - middle);
  return sum;
}

statistics::Variance own_variance(const statistics::RowPair& row) {
  const auto degrees = static_cast<double>(row.base.size() + row.fresh.size()) - 2;
  if (degrees <= 0) return {};
  return {(squares(row.base) + squares(row.fresh)) / degrees, degrees};
}

double rank_p(const statistics::RowPair& row, bool paired) {
  if (!paired)
    return statistics::mann_whitney_p(statistics::values(row.base), statistics::values(row.fresh));
  std::vector<double> differences;
  auto fresh = row.fresh.begin();
  for (const statistics::Sample& base : row.base) {
    while (fresh != row.fresh.end() && fresh->pass < base.pass) ++fresh;
    if (fresh != row.fresh.end() && fresh->pass == base.pass)
      differences.push_back(fresh->slowness - base.slowness);
  }
  return statistics::wilcoxon_p(differences);
}

// The scatter is a blend of the row's own and the table's, and never below the row's own.
RowJudgement test(const statistics::RowPair& row, const statistics::Variance& own,
                  const statistics::Variance& common) {
  RowJudgement result;
  result.own = own;
  const statistics::Variance blend = statistics::squeezed(own, common);
  result.variance = std::max(own.value, blend.value);
  const double value = statistics::mean(row.fresh) - statistics::mean(row.base);
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
      row.p = 2 * statistics::t_upper(std::abs(row.change.value) / row.change.error,
                                      row.change.degrees);
    p.push_back(row.p);
  }
  const std::vector<double> q = statistics::benjamini_hochberg(p);
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

void plan(RowJudgement& row, const statistics::Hurdle& hurdle, double wanted_effect) {
  row.detectable = statistics::detectable_effect(row.change.error, hurdle);
  row.passes_needed = statistics::passes_needed(row.variance, wanted_effect, hurdle);
}

std::vector<RowJudgement> test_all(const std::vector<statistics::RowPair>& cleaned,
                                   statistics::Variance& common) {
  std::vector<statistics::Variance> own;
  own.reserve(cleaned.size());
  for (const statistics::RowPair& row : cleaned) own.push_back(own_variance(row));
  common = statistics::common_variance(own);
  std::vector<RowJudgement> results;
  for (std::size_t i = 0; i < cleaned.size(); ++i)
    results.push_back(test(cleaned[i], own[i], common));
  return results;
}

double median_change(const std::vector<RowJudgement>& rows) {
  std::vector<double> changes;
  changes.reserve(rows.size());
  for (const RowJudgement& row : rows) changes.push_back(row.change.value);
  return statistics::median(changes).value_or(0);
}

}  // namespace

Judgement judge(const std::vector<statistics::RowPair>& rows,
                const std::vector<statistics::Slice>& slices, const JudgeOptions& options) {
  std::vector<statistics::RowPair> cleaned = rows;
  statistics::take_off_drift(cleaned, options.paired);
  statistics::pull_in_outliers(cleaned);

  Judgement result;
  result.rows = test_all(cleaned, result.common);
  result.shift = median_change(result.rows);
  if (options.calibrated) take_off_shift(result.rows, result.shift);
  correct_for_all(result.rows);
  const statistics::Hurdle hurdle{options.row_level * options.share_of_levels,
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

}  // namespace gauntlet::orchestrator::diff
