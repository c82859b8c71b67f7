#include "orchestrator/diff/show/explain.h"

#include <fmt/format.h>

#include <cmath>

#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

constexpr std::size_t kMostExplainedRows = 20;

constexpr const char* kProcedure =
    "How a verdict is reached\n"
    "  Each change is divided by its standard error, whose scatter is a blend of the row's own "
    "and\n"
    "  the table's. It counts if it survives the correction for all rows and even its cautious\n"
    "  bound is beyond {:.3g}%. Before, what a whole pass had in common is taken off, and "
    "outliers\n"
    "  are pulled in. Figures are logarithms, more is worse: 0.01 is about 1%.\n";

std::string describe_table(const Comparison& comparison) {
  const JudgeOptions& options = comparison.options;
  std::string text = fmt::format(kProcedure, 100 * options.min_effect);
  text += fmt::format("  {}\n", options.paired ? "Both sides ran together: passes are paired."
                                               : "The sides are two separate runs.");
  if (comparison.common.degrees == 0)
    return text + "  Too few rows for a scatter of the table: each row has only its own.\n";
  text += fmt::format("  The table's scatter is {:.4f}", std::sqrt(comparison.common.value));
  if (std::isinf(comparison.common.degrees))
    text += ": all rows scatter alike, so it is taken for every row.\n";
  else
    text += fmt::format(", worth {:.1f} degrees of freedom beside each row's own.\n",
                        comparison.common.degrees);
  return text;
}

std::string significance(const RowJudgement& row, const JudgeOptions& options) {
  const double level = options.row_level * options.share_of_levels;
  return fmt::format("p {}, corrected for all rows q {}: {} the level of {:.3g}",
                     show_probability(row.p), show_probability(row.q),
                     row.q <= level ? "within" : "beyond", level);
}

std::string bound(const RowJudgement& row, const JudgeOptions& options) {
  const double least = std::log1p(options.min_effect);
  const bool worse = row.change.value >= 0;
  const double cautious = worse ? row.change.low : -row.change.high;
  return fmt::format("its cautious bound is {:.4f}, {} {:.4f}", cautious,
                     cautious > least ? "beyond" : "not beyond", least);
}

std::string describe(const ComparedRow& row, const JudgeOptions& options) {
  std::string text = fmt::format("\n{}: {}\n", row.name, to_string(row.verdict));
  if (!row.reason.empty()) text += fmt::format("  {}\n", row.reason);
  if (!row.judged) return text;
  const RowJudgement& judged = *row.judged;
  text += fmt::format("  {} and {} passes; the row's own scatter is {:.4f}, the one used {:.4f}\n",
                      row.base.used, row.fresh.used, std::sqrt(judged.own.value),
                      std::sqrt(judged.variance));
  if (!std::isfinite(judged.change.error))
    return text + "  too few passes to know any scatter, so nothing can be said\n";
  text += fmt::format("  change {:+.4f}, standard error {:.4f}, {:.4g} degrees of freedom\n",
                      judged.change.value, judged.change.error, judged.change.degrees);
  text += fmt::format("  {}\n  {}\n", significance(judged, options), bound(judged, options));
  text += fmt::format("  it would find {:.1f}% four times in five; ", 100 * judged.detectable);
  if (judged.passes_needed == 0)
    return text + "the wanted effect is not beyond what counts, so no number of passes finds it\n";
  return text + fmt::format("for {:.3g}% (19 times in 20) it needs {} passes on each side\n",
                            100 * options.wanted_effect, judged.passes_needed);
}

}  // namespace

std::string explain(const Comparison& comparison) {
  std::string text = describe_table(comparison);
  std::size_t shown = 0;
  for (const ComparedRow& row : comparison.rows) {
    const bool dull = row.verdict == Verdict::kEquivalent || row.verdict == Verdict::kAdded ||
                      row.verdict == Verdict::kMissing;
    if (!dull && ++shown <= kMostExplainedRows) text += describe(row, comparison.options);
  }
  if (shown > kMostExplainedRows)
    text += fmt::format("\nand {} more rows\n", shown - kMostExplainedRows);
  return text;
}

}  // namespace gauntlet::orchestrator::diff::show
