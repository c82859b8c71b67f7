#include "orchestrator/statistics/robust.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::statistics {
namespace {

constexpr double kNormalPerDeviation = 1.4826;  // standard deviation / median absolute deviation

using Drifts = std::map<std::uint64_t, double>;
using Deviations = std::map<std::uint64_t, std::vector<double>>;

double middle(const Samples& samples) { return median(values(samples)).value_or(0); }

void add_deviations(const Samples& samples, Deviations& deviations) {
  const double own = middle(samples);
  for (const Sample& sample : samples) deviations[sample.pass].push_back(sample.slowness - own);
}

Drifts medians(const Deviations& deviations) {
  Drifts drifts;
  for (const auto& [pass, all] : deviations) drifts[pass] = median(all).value_or(0);
  return drifts;
}

void subtract(const Drifts& drifts, Samples& samples) {
  for (Sample& sample : samples) {
    const auto found = drifts.find(sample.pass);
    if (found != drifts.end()) sample.slowness -= found->second;
  }
}

// The means of both sides, of the passes that both have.
Samples means(const RowPair& row) {
  Samples both;
  for (const Sample& base : row.base) {
    const auto fresh = std::find_if(row.fresh.begin(), row.fresh.end(),
                                    [&base](const Sample& s) { return s.pass == base.pass; });
    if (fresh != row.fresh.end())
      both.push_back({base.pass, (base.slowness + fresh->slowness) / 2});
  }
  return both;
}

// Of the deviations from each side's median; raised for the freedom that two medians take.
double scatter(const RowPair& row) {
  std::vector<double> deviations;
  for (const Samples* side : {&row.base, &row.fresh}) {
    const double own = middle(*side);
    for (const Sample& sample : *side) deviations.push_back(std::abs(sample.slowness - own));
  }
  const auto count = static_cast<double>(deviations.size());
  if (count <= 2) return 0;
  return kNormalPerDeviation * std::sqrt(count / (count - 2)) * median(deviations).value_or(0);
}

void pull_in(Samples& samples, double reach) {
  const double own = middle(samples);
  const auto beyond = std::count_if(samples.begin(), samples.end(), [&](const Sample& sample) {
    return std::abs(sample.slowness - own) > reach;
  });
  if (static_cast<double>(beyond) > kMostOutliers * static_cast<double>(samples.size())) return;
  for (Sample& sample : samples)
    sample.slowness = std::clamp(sample.slowness, own - reach, own + reach);
}

}  // namespace

void take_off_drift(std::vector<RowPair>& rows, bool paired) {
  if (rows.size() < kLeastRowsForDrift) return;
  Deviations base;
  Deviations fresh;
  for (const RowPair& row : rows) {
    add_deviations(paired ? means(row) : row.base, base);
    if (!paired) add_deviations(row.fresh, fresh);
  }
  const Drifts base_drifts = medians(base);
  const Drifts fresh_drifts = paired ? base_drifts : medians(fresh);
  for (RowPair& row : rows) {
    subtract(base_drifts, row.base);
    subtract(fresh_drifts, row.fresh);
  }
}

void pull_in_outliers(std::vector<RowPair>& rows) {
  std::vector<double> scatters;
  scatters.reserve(rows.size());
  for (const RowPair& row : rows) scatters.push_back(scatter(row));
  const double usual = median(scatters).value_or(0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double reach = kReach * std::max(scatters[i], usual);
    if (reach == 0) continue;  // too few samples to know an outlier
    pull_in(rows[i].base, reach);
    pull_in(rows[i].fresh, reach);
  }
}

}  // namespace gauntlet::orchestrator::statistics
