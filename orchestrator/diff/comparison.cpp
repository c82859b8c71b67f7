#include "orchestrator/diff/comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "orchestrator/diff/advice.h"
#include "orchestrator/diff/fingerprint.h"
#include "orchestrator/diff/judge.h"
#include "orchestrator/diff/judgeable.h"
#include "orchestrator/diff/outcome.h"
#include "orchestrator/diff/pairing.h"
#include "orchestrator/diff/side.h"
#include "orchestrator/report/trust.h"

namespace gauntlet::orchestrator::diff {
namespace {

void check_environments(const PairedTables& tables, bool allow, Comparison& result) {
  std::vector<std::string> differences = environment_differences(tables);
  if (differences.empty()) return;
  if (!allow)
    throw Error(fmt::format("the tables cannot be compared: {}; measure both in one place, or give "
                            "--allow-env",
                            fmt::join(differences, "; ")),
                ExitCode::kUnable);
  for (std::string& difference : differences) result.warnings.push_back(std::move(difference));
}

void warn_of_columns(const PairedTables& tables, const table::Table& fresh, Comparison& result) {
  for (const std::string& name : tables.left_out) {
    const bool is_new =
        std::find(fresh.settings.begin(), fresh.settings.end(), name) != fresh.settings.end();
    result.warnings.push_back(
        fmt::format("column '{}' is only in the {} table, and no setting that is known: the rows "
                    "are compared without it, and those that differ in nothing else count as "
                    "passes of one",
                    table::setting_column(name), is_new ? "new" : "base"));
  }
}

void note_trials(const PairedTables& tables, Comparison& result) {
  for (const OnTrial& trial : tables.on_trial)
    result.notes.push_back(
        fmt::format("{}: '{}' is the base, '{}' is new", trial.name, trial.base, trial.fresh));
}

// Of both tables.
std::vector<std::string> distrust_of(const table::Table& base, const table::Table& fresh) {
  std::vector<table::Row> rows = base.rows;
  rows.insert(rows.end(), fresh.rows.begin(), fresh.rows.end());
  return report::distrust(rows);
}

Verdict verdict_of(Finding finding) {
  switch (finding) {
    case Finding::kRegression:
      return Verdict::kRegression;
    case Finding::kImprovement:
      return Verdict::kImprovement;
    case Finding::kEquivalent:
      return Verdict::kEquivalent;
    case Finding::kInconclusive:
      break;
  }
  return Verdict::kInconclusive;
}

// What the row says of a pass that was left out, as an end of a sentence.
std::string why(const Side& side) { return side.note.empty() ? "" : ": " + side.note; }

// Why the row cannot be judged; empty when it can.
std::string obstacle(const ComparedRow& row) {
  if (row.base.failed > 0 && row.fresh.failed > 0) return "passes failed on both sides";
  for (const Side* side : {&row.base, &row.fresh})
    if (2 * side->used < side->passes || side->used == 0)
      return fmt::format("only {} of {} passes {} can be used{}", side->used, side->passes,
                         side == &row.base ? "of the base" : "of the new table", why(*side));
  return row.metric == nullptr ? "the metric was not measured" : "";
}

std::string errors(const char* where, const Side& side) {
  return fmt::format("{} of {} passes failed in the {} only{}", side.failed, side.passes, where,
                     why(side));
}

// What is known before any figure is looked at. Errors on one side only decide by themselves.
ComparedRow first_look(const Pairing& pairing, const CompareOptions& options) {
  ComparedRow row{.values = pairing.values, .name = pairing.name};
  row.metric = choose_metric(pairing, pairing.values[kOperationColumn], options.metrics);
  row.base = summarize(pairing.base, row.metric);
  row.fresh = summarize(pairing.fresh, row.metric);
  row.reason = obstacle(row);
  if (pairing.fresh.empty()) {
    row.verdict = Verdict::kMissing;
    row.reason = "not in the new table";
  } else if (pairing.base.empty()) {
    row.verdict = Verdict::kAdded;
    row.reason = "not in the base";
  } else if (row.fresh.failed > 0 && row.base.failed == 0) {
    row.verdict = Verdict::kRegression;
    row.reason = errors("new table", row.fresh);
  } else if (row.base.failed > 0 && row.fresh.failed == 0) {
    row.verdict = Verdict::kImprovement;
    row.reason = errors("base", row.base);
  } else if (!row.reason.empty()) {
    row.verdict = Verdict::kNotValid;
  }
  return row;
}

Judgeable judgeable(const PairedTables& tables, const std::vector<ComparedRow>& rows,
                    const CompareOptions& options) {
  Judgeable result;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Pairing& pairing = tables.rows[i];
    if (rows[i].metric == nullptr || rows[i].base.used == 0 || rows[i].fresh.used == 0) continue;
    if (rows[i].verdict == Verdict::kNotValid) continue;
    statistics::RowPair pair{to_samples(pairing.base, *rows[i].metric),
                             to_samples(pairing.fresh, *rows[i].metric), 0};
    if (options.calibration) {
      const auto found = options.calibration->tau2.find(pairing.values[kOperationColumn]);
      if (found != options.calibration->tau2.end()) pair.tau2 = found->second;
    }
    result.pairs.push_back(std::move(pair));
    result.places.push_back(i);
  }
  return result;
}

void put_judgement(Judgement judgement, const Judgeable& judgeable, Comparison& result) {
  for (std::size_t i = 0; i < judgeable.places.size(); ++i) {
    ComparedRow& row = result.rows[judgeable.places[i]];
    row.judged = judgement.rows[i];
    if (row.reason.empty()) row.verdict = verdict_of(judgement.rows[i].finding);
  }
  result.slices = std::move(judgement.slices);
  result.common = judgement.common;
  result.shift = judgement.shift;
}

// By verdict, in it the worst first; what has failed comes before what is slow.
void sort_rows(std::vector<ComparedRow>& rows) {
  const auto badness = [](const ComparedRow& row) {
    if (!row.reason.empty()) return std::numeric_limits<double>::infinity();
    return row.judged ? row.judged->change.value : 0;
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const ComparedRow& a, const ComparedRow& b) {
    if (a.verdict != b.verdict) return a.verdict < b.verdict;
    return badness(a) > badness(b);
  });
}

}  // namespace

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRegression:
      return "regression";
    case Verdict::kNotValid:
      return "invalid";
    case Verdict::kMissing:
      return "missing";
    case Verdict::kInconclusive:
      return "inconclusive";
    case Verdict::kImprovement:
      return "improvement";
    case Verdict::kEquivalent:
      return "equivalent";
    case Verdict::kAdded:
      break;
  }
  return "added";
}

Comparison compare(const table::Table& base, const table::Table& fresh,
                   const CompareOptions& options) {
  if (base.rows.empty() || fresh.rows.empty())
    throw Error(
        fmt::format("the {} table has no rows; measure one", base.rows.empty() ? "base" : "new"));
  const PairedTables tables = pair_tables(base, fresh);
  Comparison result{.names = tables.names,
                    .base_origin = report::pictures::origin_of(base.rows),
                    .fresh_origin = report::pictures::origin_of(fresh.rows),
                    .options = options.judge};
  warn_of_columns(tables, fresh, result);
  note_trials(tables, result);
  check_environments(tables, options.allow_env, result);
  result.options.paired = tables.paired;
  if (!tables.paired) result.distrust = distrust_of(base, fresh);
  result.options.share_of_levels = tables.paired ? kShareOfALook : 1;
  result.options.calibrated = options.calibration.has_value() && !tables.paired;
  for (const Pairing& pairing : tables.rows) result.rows.push_back(first_look(pairing, options));
  const Judgeable rows = judgeable(tables, result.rows, options);
  put_judgement(judge(rows.pairs, slices_of(tables, rows.places), result.options), rows, result);
  advise(tables, options, result);
  sort_rows(result.rows);
  conclude(result, options);
  return result;
}

}  // namespace gauntlet::orchestrator::diff
