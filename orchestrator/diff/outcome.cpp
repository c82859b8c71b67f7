#include "orchestrator/diff/outcome.h"

#include <fmt/format.h>

#include <cmath>

#include "base/units.h"

namespace gauntlet::orchestrator::diff {
namespace {

std::vector<std::string> regressions(Comparison& comparison) {
  std::vector<std::string> reasons;
  if (const std::size_t rows = comparison.counts[Verdict::kRegression]; rows > 0)
    reasons.push_back(counted(rows, "row is", "rows are") + " worse");
  for (const SliceJudgement& slice : comparison.slices)
    if (slice.finding == Finding::kRegression)
      reasons.push_back(fmt::format("the slice {} is worse as a whole", slice.name));
  return reasons;
}

std::vector<std::string> obstacles(Comparison& comparison, const CompareOptions& options) {
  std::vector<std::string> reasons;
  for (const Verdict verdict : {Verdict::kNotValid, Verdict::kMissing})
    if (const std::size_t rows = comparison.counts[verdict]; rows > 0)
      reasons.push_back(
          fmt::format("{} {}", counted(rows, "row is", "rows are"), to_string(verdict)));
  std::size_t judged = 0;
  for (const ComparedRow& row : comparison.rows) judged += row.judged ? 1 : 0;
  const std::size_t open = comparison.counts[Verdict::kInconclusive];
  if (judged == 0) reasons.emplace_back("no row could be compared");
  if (static_cast<double>(open) > options.max_inconclusive * static_cast<double>(judged))
    reasons.push_back(fmt::format("{} inconclusive, more than {:.3g}%: more passes are needed",
                                  counted_of(open, judged, "rows"),
                                  100 * options.max_inconclusive));
  if (comparison.options.calibrated &&
      std::abs(comparison.shift) > std::log1p(comparison.options.min_effect))
    reasons.push_back(
        fmt::format("the whole table has changed by {:.1f}%: machine or build; run "
                    "orchestrator ab",
                    100 * std::expm1(std::abs(comparison.shift))));
  return reasons;
}

}  // namespace

bool Comparison::regressed() const {
  for (const SliceJudgement& slice : slices)
    if (slice.finding == Finding::kRegression) return true;
  const auto found = counts.find(Verdict::kRegression);
  return found != counts.end() && found->second > 0;
}

void conclude(Comparison& comparison, const CompareOptions& options) {
  for (const ComparedRow& row : comparison.rows) ++comparison.counts[row.verdict];
  comparison.reasons = regressions(comparison);
  const std::vector<std::string> others = obstacles(comparison, options);
  if (comparison.regressed())
    comparison.exit_code = options.warn_only ? ExitCode::kOk : ExitCode::kFailed;
  else if (!others.empty())
    comparison.exit_code = ExitCode::kUnable;
  comparison.reasons.insert(comparison.reasons.end(), others.begin(), others.end());
}

}  // namespace gauntlet::orchestrator::diff
