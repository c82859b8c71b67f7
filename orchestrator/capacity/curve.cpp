#include "orchestrator/capacity/curve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "orchestrator/capacity/knee.h"
#include "orchestrator/report/pictures/templates.h"
#include "orchestrator/statistics/median.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using Trials = std::vector<const Trial*>;

std::optional<double> median_of(const Trials& trials, std::optional<double> table::Row::*field) {
  std::vector<double> values;
  for (const Trial* trial : trials)
    if (trial->row.*field) values.push_back(*(trial->row.*field));
  return statistics::median(values);
}

std::optional<double> median_failed(const Trials& trials) {
  std::vector<double> values;
  for (const Trial* trial : trials)
    if (trial->row.failed_requests)
      values.push_back(static_cast<double>(*trial->row.failed_requests));
  return statistics::median(values);
}

CurvePoint point_of(double load, const Trials& trials) {
  const auto is_met = [](const Trial* trial) { return trial->met(); };
  CurvePoint point{.load = load, .runs = trials.size()};
  point.met = static_cast<std::size_t>(std::count_if(trials.begin(), trials.end(), is_met));
  point.p50_s = median_of(trials, &table::Row::p50_s);
  point.p99_s = median_of(trials, &table::Row::p99_s);
  point.requests_per_s = median_of(trials, &table::Row::requests_per_s);
  point.failed_requests = median_failed(trials);
  point.limited_by = trials.back()->row.limited_by;
  return point;
}

std::vector<LoadLatency> latencies(const std::vector<CurvePoint>& curve,
                                   std::optional<double> CurvePoint::*figure) {
  std::vector<LoadLatency> result;
  for (const CurvePoint& point : curve)
    if (point.*figure) result.push_back({point.load, *(point.*figure)});
  return result;
}

std::string field(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "NaN";
}

std::string milliseconds(const std::optional<double>& seconds) {
  return seconds ? fmt::format("{}", *seconds * 1e3) : "NaN";
}

// Whether the column can be drawn beside p50 and p99: the time of a request, as users saw it.
bool is_response_time(const table::Column& column) {
  constexpr std::array<std::string_view, 9> kNames{
      "avg_time_s", "min_s", "mean_s", "p50_s", "p90_s", "p95_s", "p99_s", "p999_s", "max_s"};
  return std::find(kNames.begin(), kNames.end(), column.name) != kNames.end();
}

// Arrays of the bounds on response times. Never empty, since gnuplot has no empty arrays: the first
// element is none.
std::string bounds_of(const Slo& slo) {
  std::vector<std::string> values{"NaN"};
  std::vector<std::string> names{"''"};
  for (const Condition& condition : slo.conditions) {
    if (!is_response_time(*condition.column)) continue;
    values.push_back(milliseconds(condition.bound));
    names.push_back(report::pictures::gnuplot_string(condition.text));
  }
  return fmt::format("array bound[{0}] = [{1}]\narray bound_name[{0}] = [{2}]\n", values.size(),
                     fmt::join(values, ", "), fmt::join(names, ", "));
}

std::string caption_of(const Capacity& capacity, LoadAxis axis, const Slo& slo) {
  return capacity.met
             ? fmt::format("{} holds up to {}", slo.text, describe_load(axis, *capacity.met))
             : fmt::format("{} does not hold under any load tried", slo.text);
}

report::pictures::Foot foot_of(const Capacity& capacity) {
  std::vector<const table::Row*> rows;
  std::size_t counted = 0;
  for (const Trial& trial : capacity.trials) {
    rows.push_back(&trial.row);
    if (trial.counts()) ++counted;
  }
  return report::pictures::foot_of(
      report::pictures::origin_of(rows),
      fmt::format("{} runs, {} left out (they say nothing of the server)", rows.size(),
                  rows.size() - counted));
}

// A line for each point: load, p50, p99, 1 when most of its runs met the objective.
std::string data_of(const std::vector<CurvePoint>& curve) {
  std::string data;
  for (const CurvePoint& point : curve)
    data += fmt::format("{} {} {} {}\n", point.load, milliseconds(point.p50_s),
                        milliseconds(point.p99_s), point.met * 2 > point.runs ? 1 : 0);
  return data;
}

}  // namespace

std::vector<CurvePoint> curve_of(const Capacity& capacity) {
  std::map<double, Trials> loads;
  for (const Trial& trial : capacity.trials)
    if (trial.counts()) loads[trial.load].push_back(&trial);
  std::vector<CurvePoint> curve;
  curve.reserve(loads.size());
  for (const auto& [load, trials] : loads) curve.push_back(point_of(load, trials));
  return curve;
}

std::optional<double> knee_of(const std::vector<CurvePoint>& curve) {
  std::vector<LoadLatency> points = latencies(curve, &CurvePoint::p99_s);
  if (points.size() < curve.size()) points = latencies(curve, &CurvePoint::p50_s);
  const auto knee = find_knee(points);
  return knee ? std::optional(points[*knee].load) : std::nullopt;
}

std::string curve_csv(const std::vector<CurvePoint>& curve) {
  std::string text = "load,runs,met,p50_s,p99_s,requests_per_s,failed_requests,limited_by\n";
  for (const CurvePoint& point : curve)
    text += fmt::format("{},{},{},{},{},{},{},{}\n", point.load, point.runs, point.met,
                        field(point.p50_s), field(point.p99_s), field(point.requests_per_s),
                        field(point.failed_requests), table::quoted_field(point.limited_by));
  return text;
}

std::optional<report::pictures::Drawing> draw_curve(const std::string& name,
                                                    const Capacity& capacity, LoadAxis axis,
                                                    const Slo& slo) {
  const std::vector<CurvePoint> curve = curve_of(capacity);
  if (latencies(curve, &CurvePoint::p50_s).empty() && latencies(curve, &CurvePoint::p99_s).empty())
    return std::nullopt;
  std::string script;
  script += report::pictures::picture_texts(capacity.subject, caption_of(capacity, axis, slo),
                                            foot_of(capacity));
  script += fmt::format("x_label = {}\n", report::pictures::gnuplot_string(facts_of(axis).unit));
  script += fmt::format("capacity = {}\n", number(capacity.met));
  script += fmt::format("knee = {}\n", number(knee_of(curve)));
  return report::pictures::Drawing{name,
                                   script + bounds_of(slo) + report::pictures::kStyleTemplate +
                                       report::pictures::kCapacityTemplate,
                                   data_of(curve)};
}

}  // namespace gauntlet::orchestrator::capacity
