// What a comparison says: a verdict for every row, and an exit code; and with what it is made.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "orchestrator/diff/calibration.h"
#include "orchestrator/diff/findings.h"
#include "orchestrator/diff/metric.h"
#include "orchestrator/report/pictures/foot.h"

namespace gauntlet::orchestrator::diff {

struct CompareOptions {
  JudgeOptions judge{};  // paired, calibrated and share_of_levels are found out, whatever is here
  Metrics metrics{};     // those asked for; what they do not name is judged by the usual ones
  std::optional<Calibration> calibration{};
  double max_inconclusive = 0.10;  // part of the rows
  bool allow_env = false;          // compare although machine, target or scenarios differ
  bool warn_only = false;          // a regression does not fail
};

// In the order in which they are shown.
enum class Verdict {
  kRegression,
  kNotValid,  // too many passes failed or cannot be believed, or the metric was not measured
  kMissing,   // not in the new table
  kInconclusive,
  kImprovement,
  kEquivalent,
  kAdded,  // not in the base
};
const char* to_string(Verdict verdict);

// One side of a row, as it was measured: neither drift nor outliers are taken out.
struct Side {
  std::size_t passes = 0;
  std::size_t used = 0;
  std::size_t failed = 0;
  std::optional<double> value{};   // median of the metric, in its unit
  std::optional<double> spread{};  // standard deviation of its logarithm; about the CV
  std::string limited_by{};        // of most passes
  std::string note{};              // of the first pass that is not used; empty when all are
};

struct ComparedRow {
  std::vector<std::string> values{};  // of Comparison::names
  std::string name{};
  const table::Column* metric = nullptr;  // null: nothing to compare
  Side base{};
  Side fresh{};
  std::optional<RowJudgement> judged{};
  Verdict verdict = Verdict::kInconclusive;
  std::string reason{};  // of a verdict that the figures do not explain
};

struct Comparison {
  std::vector<std::string> names{};        // of the configuration's columns
  report::pictures::Origin base_origin{};  // where each side was measured
  report::pictures::Origin fresh_origin{};
  std::vector<ComparedRow> rows{};  // by verdict, the worst change first
  std::vector<SliceJudgement> slices{};
  statistics::Variance common{};
  double shift = 0;        // median change over rows, as a logarithm, more is worse
  JudgeOptions options{};  // with which it was judged
  // Lines about the rows that cannot be believed, and why (report/trust.h); none of a live
  // comparison, where these rows count.
  std::vector<std::string> distrust{};
  std::vector<std::string> warnings{};
  std::vector<std::string> notes{};  // advice; decides nothing
  std::map<Verdict, std::size_t> counts{};
  ExitCode exit_code = ExitCode::kOk;
  std::vector<std::string> reasons{};  // for the exit code; empty when all is well

  bool regressed() const;  // also where it does not fail, since only a warning was asked for
};

}  // namespace gauntlet::orchestrator::diff
