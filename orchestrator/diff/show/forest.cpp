#include "orchestrator/diff/show/forest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "orchestrator/diff/show/figures.h"
#include "orchestrator/report/gnuplot.h"
#include "orchestrator/report/templates.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

constexpr std::size_t kMostForestRows = 60;

// What gnuplot cannot show is not a number to it.
std::string percent(double logarithm) {
  return std::isfinite(logarithm) ? fmt::format("{:.4f}", 100 * std::expm1(logarithm)) : "NaN";
}

int colour_of(Verdict verdict) {
  if (verdict == Verdict::kRegression) return 2;
  if (verdict == Verdict::kImprovement) return 1;
  return verdict == Verdict::kEquivalent ? 0 : 3;
}

struct Range {
  double low = 0;
  double high = 0;
  void cover(double logarithm) {
    if (!std::isfinite(logarithm)) return;
    low = std::min(low, 100 * std::expm1(logarithm));
    high = std::max(high, 100 * std::expm1(logarithm));
  }
};

}  // namespace

report::Drawing draw_forest(const Comparison& comparison) {
  std::vector<std::string> names;
  std::string data;
  const double beyond = 2 * std::log1p(comparison.options.min_effect) + 0.01;
  Range range;  // always with the bounds of what counts in sight
  for (const double bound : {-beyond, beyond}) range.cover(bound);
  for (const ComparedRow& row : comparison.rows) {
    if (!row.judged || names.size() == kMostForestRows) continue;
    names.push_back(report::gnuplot_string(row.name));
    const Change& change = row.judged->change;
    for (const double bound : {change.value, change.low, change.high}) range.cover(bound);
    data += fmt::format("{} {} {} {} {}\n", names.size(), percent(change.value),
                        percent(change.low), percent(change.high), colour_of(row.verdict));
  }
  if (names.empty()) names.push_back(report::gnuplot_string("no row could be compared"));
  if (data.empty()) data = "1 NaN NaN NaN 0\n";
  const std::string script = fmt::format(
      "caption = {}\nmin_effect = {}\nlow = {:.4f}\nhigh = {:.4f}\narray row_name[{}] = [{}]\n",
      report::gnuplot_string(outcome(comparison) + "; " + summary_line(comparison)),
      100 * comparison.options.min_effect, 1.05 * range.low, 1.05 * range.high, names.size(),
      fmt::join(names, ", "));
  return {"forest", script + report::kStyleTemplate + report::kForestTemplate, data};
}

std::string forest_format(const std::filesystem::path& file) {
  if (file.extension() == ".svg") return "svg";
  if (file.extension() == ".png") return "png";
  throw Error(fmt::format("--plot: '{}' ends neither in .svg nor in .png", file.string()));
}

void plot_forest(const Comparison& comparison, const std::filesystem::path& file) {
  const std::string format = forest_format(file);
  const report::TemporaryFolder work;
  const std::string failure = report::run_gnuplot(draw_forest(comparison), format, work.path());
  if (!failure.empty()) throw Error(failure, ExitCode::kUnable);
  std::error_code error;
  std::filesystem::copy_file(work.path() / ("forest." + format), file,
                             std::filesystem::copy_options::overwrite_existing, error);
  if (error)
    throw Error(fmt::format("cannot write '{}': {}", file.string(), error.message()),
                ExitCode::kUnable);
}

}  // namespace gauntlet::orchestrator::diff::show
