#include "orchestrator/diff/advice.h"

#include <fmt/format.h>

#include <set>

#include "base/units.h"
#include "orchestrator/diff/side.h"
#include "orchestrator/statistics/robust.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr double kNotable = 1.1;  // ratio of a tail to that of the base

void warn_of_runs(const CompareOptions& options, Comparison& comparison) {
  if (comparison.options.paired) {
    if (options.calibration)
      comparison.warnings.emplace_back(
          "the calibration is not used: both sides ran together, so there is nothing between runs");
    return;
  }
  if (!options.calibration) {
    comparison.warnings.emplace_back(
        "no calibration: the noise between two runs is taken to be none, so that what differs from "
        "run to run may look like a change; run orchestrator calibrate, or compare with "
        "orchestrator ab");
    return;
  }
  std::set<std::string> unknown;
  for (const ComparedRow& row : comparison.rows)
    if (options.calibration->tau2.count(row.values[kOperationColumn]) == 0)
      unknown.insert(row.values[kOperationColumn]);
  for (const std::string& operation : unknown)
    comparison.warnings.push_back(fmt::format(
        "the calibration does not know '{}': its noise between runs is taken to be none",
        operation));
}

void warn_of_few(Comparison& comparison) {
  std::size_t judged = 0;
  bool single = false;
  for (const ComparedRow& row : comparison.rows) {
    judged += row.judged ? 1 : 0;
    single = single || (row.judged && row.base.used + row.fresh.used <= 2);
  }
  if (single)
    comparison.warnings.emplace_back(
        "rows with one pass on each side say nothing of their own scatter; measure 5 passes or "
        "more");
  if (judged > 0 && judged < statistics::kLeastRowsForDrift)
    comparison.warnings.push_back(
        fmt::format("fewer than {} rows: the drift of a pass as a whole is not taken off",
                    statistics::kLeastRowsForDrift));
}

// Such passes count in a live comparison only (metric.h).
void warn_of_disturbances(const PairedTables& tables, Comparison& comparison) {
  std::size_t passes = 0;
  std::size_t disturbed = 0;
  for (const Pairing& row : tables.rows)
    for (const std::vector<Pass>* side : {&row.base, &row.fresh})
      for (const Pass& pass : *side) {
        ++passes;
        if (pass.row->valid == table::kInvalid) ++disturbed;
      }
  if (disturbed > 0)
    comparison.warnings.push_back(
        counted_of(disturbed, passes, "passes") +
        " not valid by themselves (column doubt); both builds are taken to be disturbed alike");
}

void note_tails(const PairedTables& tables, Comparison& comparison) {
  const table::Column* tail = table::find_column("p99_s");
  std::size_t known = 0;
  std::size_t notable = 0;
  double worst = 0;
  std::string where;
  for (std::size_t i = 0; i < tables.rows.size(); ++i) {
    if (!comparison.rows[i].judged) continue;
    const double base = summarize(tables.rows[i].base, tail).value.value_or(0);
    const double fresh = summarize(tables.rows[i].fresh, tail).value.value_or(0);
    if (base <= 0 || fresh <= 0) continue;
    ++known;
    if (fresh / base > kNotable) ++notable;
    if (fresh / base > worst) {
      worst = fresh / base;
      where = tables.rows[i].name;
    }
  }
  if (notable == 0) return;
  comparison.notes.push_back(fmt::format(
      "tails: the median p99_s is more than 10% worse in {} of {} rows, most in {} ({:+.1f}%); "
      "--metric p99 judges it",
      notable, known, where, 100 * (worst - 1)));
}

}  // namespace

void advise(const PairedTables& tables, const CompareOptions& options, Comparison& comparison) {
  warn_of_runs(options, comparison);
  warn_of_few(comparison);
  if (comparison.options.paired) warn_of_disturbances(tables, comparison);
  note_tails(tables, comparison);
}

}  // namespace gauntlet::orchestrator::diff
