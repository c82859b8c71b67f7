#include "orchestrator/diff/metric.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "contract/operations.h"

namespace gauntlet::orchestrator::diff {
namespace {

// The first that was measured. The original's tables have no rate of all clients and no median.
std::array<std::string_view, 2> usual(const std::string& operation) {
  const contract::Operation* const known = contract::find_operation(operation);
  return known ? known->metric : contract::kByTime;
}

const table::Column& find_metric(const std::string& name) {
  const table::Column* column = table::find_column(name);
  if (column == nullptr) column = table::find_column(name + "_s");
  if (column == nullptr || column->better == table::Better::kNeither)
    throw Error(
        fmt::format("--metric: '{}' is not a column of which more or less is better; "
                    "results/README.md lists them",
                    name));
  return *column;
}

bool measured(const std::vector<Pass>& passes, const table::Column& metric) {
  return std::all_of(passes.begin(), passes.end(), [&metric](const Pass& pass) {
    return !usable(*pass.row) || table::to_number(*pass.row, metric).value_or(0) > 0;
  });
}

}  // namespace

Metrics parse_metrics(const std::vector<std::string>& texts) {
  Metrics metrics;
  for (const std::string& text : texts) {
    const std::size_t at = text.find('=');
    const std::string operation = at == std::string::npos ? "" : text.substr(0, at);
    metrics[operation] = &find_metric(at == std::string::npos ? text : text.substr(at + 1));
  }
  return metrics;
}

bool usable(const table::Row& row) {
  const bool some_request = row.requests.value_or(1) > 0;
  const bool believed = row.valid != table::kInvalid || !row.ab.empty();
  return !table::failed(row) && some_request && believed;
}

const table::Column* choose_metric(const Pairing& row, const std::string& operation,
                                   const Metrics& metrics) {
  std::vector<const table::Column*> candidates;
  for (const std::string& name : {operation, std::string()}) {
    const auto asked = metrics.find(name);
    if (candidates.empty() && asked != metrics.end()) candidates.push_back(asked->second);
  }
  if (candidates.empty())
    for (const std::string_view name : usual(operation))
      candidates.push_back(table::find_column(name));
  for (const table::Column* column : candidates)
    if (measured(row.base, *column) && measured(row.fresh, *column)) return column;
  return nullptr;
}

statistics::Samples to_samples(const std::vector<Pass>& passes, const table::Column& metric) {
  const double sign = metric.better == table::Better::kMore ? -1 : 1;
  statistics::Samples samples;
  for (const Pass& pass : passes) {
    if (!usable(*pass.row)) continue;
    samples.push_back({pass.number, sign * std::log(*table::to_number(*pass.row, metric))});
  }
  return samples;
}

}  // namespace gauntlet::orchestrator::diff
