#include "orchestrator/diff/show/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/units.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

// Whether less than would be shown.
bool is_nothing(double share) { return std::abs(share) < 0.0005; }

const char* word_for(double change) { return change < 0 ? "better" : "worse"; }

// Of a difference of logarithms, more is worse: "2.0% worse", "0.0%".
std::string worse_or_better(double change, bool of_rates) {
  const double share = std::abs(std::expm1(of_rates ? -change : change));
  if (is_nothing(share)) return "0.0%";
  return fmt::format("{:.1f}% {}", 100 * share, word_for(change));
}

// "2.0% worse [0.4% better to 4.2% worse]".
std::string show_interval(const Change& change, bool of_rates) {
  const std::string value = worse_or_better(change.value, of_rates);
  if (!std::isfinite(change.high)) return value + " [unknown]";
  return fmt::format("{} [{} to {}]", value, worse_or_better(change.low, of_rates),
                     worse_or_better(change.high, of_rates));
}

}  // namespace

bool any_judged(const Comparison& comparison) {
  return std::any_of(comparison.rows.begin(), comparison.rows.end(),
                     [](const ComparedRow& row) { return row.judged.has_value(); });
}

bool is_of_rates(const Comparison& comparison) {
  return std::all_of(comparison.rows.begin(), comparison.rows.end(), [](const ComparedRow& row) {
    return row.metric == nullptr || row.metric->better == table::Better::kMore;
  });
}

Shares shares(const table::Column& metric, const Change& change) {
  if (metric.better != table::Better::kMore)
    return {std::expm1(change.value), std::expm1(change.low), std::expm1(change.high)};
  return {std::expm1(-change.value), std::expm1(-change.high), std::expm1(-change.low)};
}

std::string show_share(double share) {
  return is_nothing(share) ? "0.0%" : fmt::format("{:+.1f}%", 100 * share);
}

std::string show_change(const table::Column& metric, const Change& change) {
  const Shares figures = shares(metric, change);
  std::string text = show_share(figures.change);
  if (!is_nothing(figures.change)) text += fmt::format(" {}", word_for(change.value));
  if (!std::isfinite(figures.high)) return text + " [unknown]";
  return fmt::format("{} [{}, {}]", text, show_share(figures.low), show_share(figures.high));
}

std::string show_value(const table::Column& metric, double value) {
  const std::string_view unit = metric.unit;
  if (unit == "s") return format_seconds(value);
  if (unit == "B/s") return format_rate(value);
  if (unit == "B") return format_bytes(value);
  return fmt::format("{}{}{}", format_count(value), unit.empty() ? "" : " ", unit);
}

std::string show_side(const ComparedRow& row, const Side& side) {
  if (row.metric == nullptr || !side.value) return "-";
  const std::string value = show_value(*row.metric, *side.value);
  return side.spread ? fmt::format("{} ±{:.1f}%", value, 100 * *side.spread) : value;
}

std::string show_probability(double p) { return p < 1e-6 ? "<1e-6" : fmt::format("{:.2g}", p); }

std::string show_limits(const ComparedRow& row) {
  if (row.base.limited_by.empty() && row.fresh.limited_by.empty()) return {};
  const auto show = [](const std::string& limit) { return limit.empty() ? "?" : limit.c_str(); };
  return fmt::format("{} -> {}", show(row.base.limited_by), show(row.fresh.limited_by));
}

std::string show_slice(const Comparison& comparison, const SliceJudgement& slice) {
  const bool of_rates = is_of_rates(comparison);
  return fmt::format(
      "slice {} ({} rows): {}; tested {}, p {}: {}{}", slice.name, slice.rows,
      worse_or_better(slice.own.value, of_rates), show_interval(slice.tested, of_rates),
      show_probability(std::min(slice.p_worse, slice.p_better)), to_string(slice.finding),
      slice.explained_by.empty() ? "" : ", explained by " + slice.explained_by);
}

const char* to_string(Finding finding) {
  switch (finding) {
    case Finding::kRegression:
      return "regression";
    case Finding::kImprovement:
      return "improvement";
    case Finding::kEquivalent:
      return "equivalent";
    case Finding::kInconclusive:
      break;
  }
  return "inconclusive";
}

std::string outcome(const Comparison& comparison) {
  if (comparison.exit_code == ExitCode::kUnable) return "not judged";
  return comparison.regressed() ? "regression" : "no regression";
}

std::string summary_line(const Comparison& comparison) {
  std::string line = counted(comparison.rows.size(), "row");
  const char* separator = ": ";
  for (const auto& [verdict, count] : comparison.counts) {
    if (count == 0) continue;
    line += fmt::format("{}{} {}", separator, count, to_string(verdict));
    separator = ", ";
  }
  return line;
}

std::string shift_line(const Comparison& comparison) {
  if (!any_judged(comparison)) return "table: no row could be compared";
  return fmt::format(
      "table: the middle row is {}{}", worse_or_better(comparison.shift, is_of_rates(comparison)),
      comparison.options.calibrated ? ", which the rows are judged relative to" : "");
}

}  // namespace gauntlet::orchestrator::diff::show
