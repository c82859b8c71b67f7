#include "orchestrator/report/percentiles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "orchestrator/report/row_reports.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {

std::optional<metrics::Histogram> histogram_of(const nlohmann::json& report) {
  try {
    return metrics::Histogram::from_json(report.at("report").at("histograms").at("latency"));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::vector<metrics::Histogram> histograms_of(const std::vector<const table::Row*>& rows,
                                              const std::filesystem::path& table) {
  std::vector<metrics::Histogram> histograms;
  for (const table::Row* row : rows) {
    const auto report = read_report(*row, table);
    auto one = report ? histogram_of(*report) : std::nullopt;
    if (!one) return {};
    histograms.push_back(std::move(*one));
  }
  return histograms;
}

metrics::Histogram merged(const std::vector<metrics::Histogram>& histograms) {
  metrics::Histogram all;
  for (const metrics::Histogram& one : histograms) all.merge(one);
  return all;
}

std::vector<Percentile> percentiles_of(const metrics::Histogram& histogram, double step) {
  const auto count = static_cast<double>(histogram.count());
  std::vector<Percentile> percentiles;
  for (const auto& [seconds, up_to] : histogram.steps()) {
    const double share = (static_cast<double>(up_to) - 0.5) / count;
    const bool is_last = up_to == histogram.count();
    if (percentiles.empty() || is_last ||
        percentile_place(share) > percentile_place(percentiles.back().share) + step)
      percentiles.push_back({share, seconds});
  }
  return percentiles;
}

double seconds_at(const metrics::Histogram& histogram, double share) {
  const std::vector<metrics::Histogram::Step> steps = histogram.steps();
  const double rank = share * static_cast<double>(histogram.count());
  const auto found = std::find_if(steps.begin(), steps.end(), [rank](const auto& step) {
    return static_cast<double>(step.up_to) >= rank;
  });
  return found == steps.end() ? steps.back().value_s : found->value_s;
}

std::vector<Percentile> percentiles_of_columns(const std::vector<const table::Row*>& rows) {
  struct PercentileColumn {
    double share;
    std::optional<double> table::Row::*field;
  };
  constexpr std::array<PercentileColumn, 6> kColumns{{{0, &table::Row::min_s},
                                                      {0.5, &table::Row::p50_s},
                                                      {0.9, &table::Row::p90_s},
                                                      {0.95, &table::Row::p95_s},
                                                      {0.99, &table::Row::p99_s},
                                                      {0.999, &table::Row::p999_s}}};
  std::vector<Percentile> percentiles;
  for (const auto& [share, field] : kColumns) {
    std::vector<double> values;
    for (const table::Row* row : rows)
      if (row->*field) values.push_back(*(row->*field));
    if (const auto median = statistics::median(std::move(values)))
      percentiles.push_back({share, *median});
  }
  const bool some = !percentiles.empty() && percentiles.back().share > 0;
  return some ? percentiles : std::vector<Percentile>{};
}

double percentile_place(double share) { return std::log10(1 / (1 - share)); }

}  // namespace gauntlet::orchestrator::report
