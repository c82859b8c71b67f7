#include "orchestrator/diff/show/forest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/diff/show/figures.h"
#include "orchestrator/report/pictures/gnuplot.h"
#include "orchestrator/report/pictures/templates.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

constexpr std::size_t kMostForestRows = 60;

constexpr std::size_t kMostNameLetters = 70;

int place_of(Verdict verdict) {
  if (verdict == Verdict::kRegression) return 2;
  if (verdict == Verdict::kImprovement) return 1;
  return verdict == Verdict::kEquivalent ? 0 : 3;
}

// The part of the axis that is shown, in logarithms, more is worse.
struct Range {
  double low = 0;
  double high = 0;
  void cover(double logarithm) {
    if (!std::isfinite(logarithm)) return;
    low = std::min(low, logarithm);
    high = std::max(high, logarithm);
  }
};

// All changes, the bounds of what counts, and of the intervals what is not too far beyond.
Range range_of(const Comparison& comparison, const std::vector<const ComparedRow*>& rows) {
  Range range;
  const double beyond = 2 * std::log1p(comparison.options.min_effect) + 0.01;
  for (const double bound : {-beyond, beyond}) range.cover(bound);
  for (const ComparedRow* row : rows) range.cover(row->judged->change.value);
  const double reach = 3 * std::max(-range.low, range.high);
  for (const ComparedRow* row : rows) {
    const Change& change = row->judged->change;
    for (const double bound : {change.low, change.high})
      if (std::isfinite(bound)) range.cover(std::clamp(bound, -reach, reach));
  }
  return range;
}

// How a change is shown: in percent or, where some change is over a factor of two, as a factor on a
// logarithmic axis.
struct Scale {
  bool logarithmic = false;

  double place(double logarithm) const {
    return logarithmic ? std::exp(logarithm) : 100 * std::expm1(logarithm);
  }
  // What gnuplot cannot show is not a number to it.
  std::string show(double logarithm) const {
    return std::isfinite(logarithm) ? fmt::format("{:.6g}", place(logarithm)) : "NaN";
  }
  // An end of an interval: where nothing is known it reaches beyond the picture.
  std::string show_end(double logarithm, double beyond) const {
    return show(std::isfinite(logarithm) ? logarithm : beyond);
  }
};

std::string data_of(const std::vector<const ComparedRow*>& rows, Scale scale, const Range& range) {
  std::string data;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Change& change = rows[i]->judged->change;
    data +=
        fmt::format("{} {} {} {} {}\n", i + 1, scale.show(change.value),
                    scale.show_end(change.low, 2 * range.low - 1),
                    scale.show_end(change.high, 2 * range.high + 1), place_of(rows[i]->verdict));
  }
  return data.empty() ? "1 NaN NaN NaN 0\n" : data;
}

std::vector<const ComparedRow*> rows_to_show(const Comparison& comparison) {
  std::vector<const ComparedRow*> rows;
  for (const ComparedRow& row : comparison.rows)
    if (row.judged && rows.size() < kMostForestRows) rows.push_back(&row);
  return rows;
}

std::string count_passes(const Comparison& comparison, Side ComparedRow::*side) {
  std::size_t passes = 0;
  std::size_t used = 0;
  for (const ComparedRow& row : comparison.rows) {
    passes += (row.*side).passes;
    used += (row.*side).used;
  }
  return fmt::format("{}, {} left out (failed or not valid)", counted(passes, "row"),
                     passes - used);
}

report::pictures::Foot foot_of(const Comparison& comparison, std::size_t shown) {
  report::pictures::Foot foot;
  std::set<std::string> machines;
  for (const report::pictures::Origin* origin : {&comparison.base_origin, &comparison.fresh_origin})
    if (!origin->machines.empty()) machines.insert(origin->machines);
  for (const std::string& machine : machines)
    foot.push_back(report::cut_to(machine, report::pictures::kFootLetters));
  report::pictures::add_to_foot("base: ", comparison.base_origin,
                                count_passes(comparison, &ComparedRow::base), foot);
  report::pictures::add_to_foot("new: ", comparison.fresh_origin,
                                count_passes(comparison, &ComparedRow::fresh), foot);
  if (shown < comparison.rows.size())
    foot.push_back(counted_of(shown, comparison.rows.size(), "compared rows") + " shown");
  return foot;
}

}  // namespace

report::pictures::Drawing draw_forest(const Comparison& comparison) {
  const std::vector<const ComparedRow*> rows = rows_to_show(comparison);
  const Range range = range_of(comparison, rows);
  const Scale scale{.logarithmic = std::max(-range.low, range.high) > std::log(2)};
  const double bound = std::log1p(comparison.options.min_effect);
  std::vector<std::string> names;
  for (const ComparedRow* row : rows)
    names.push_back(report::pictures::gnuplot_string(report::cut_to(row->name, kMostNameLetters)));
  if (names.empty()) names.push_back(report::pictures::gnuplot_string("no row could be compared"));
  const std::string script = fmt::format(
      "logarithmic = {}\nbound_low = {:.6g}\nbound_high = {:.6g}\nlow = {:.6g}\nhigh = {:.6g}\n"
      "array row_name[{}] = [{}]\n",
      scale.logarithmic ? 1 : 0, scale.place(-bound), scale.place(bound),
      scale.place(1.05 * range.low), scale.place(1.05 * range.high), names.size(),
      fmt::join(names, ", "));
  const std::string texts = report::pictures::picture_texts(
      "Changes with their 90% intervals", outcome(comparison) + "; " + summary_line(comparison),
      foot_of(comparison, rows.size()));
  return {"forest",
          texts + script + report::pictures::kStyleTemplate + report::pictures::kForestTemplate,
          data_of(rows, scale, range)};
}

std::string forest_format(const std::filesystem::path& file) {
  if (file.extension() == ".svg") return "svg";
  if (file.extension() == ".png") return "png";
  throw Error(fmt::format("--plot: '{}' ends neither in .svg nor in .png", file.string()));
}

void plot_forest(const Comparison& comparison, const std::filesystem::path& file) {
  const std::string format = forest_format(file);
  const report::pictures::TemporaryFolder work;
  const std::string failure =
      report::pictures::run_gnuplot(draw_forest(comparison), format, work.path());
  if (!failure.empty()) throw Error(failure, ExitCode::kUnable);
  std::error_code error;
  std::filesystem::copy_file(work.path() / ("forest." + format), file,
                             std::filesystem::copy_options::overwrite_existing, error);
  if (error)
    throw Error(fmt::format("cannot write '{}': {}", file.string(), error.message()),
                ExitCode::kUnable);
}

}  // namespace gauntlet::orchestrator::diff::show
