#include "orchestrator/diff/side.h"

#include <cmath>

#include "orchestrator/limits/limit.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::diff {
namespace {

std::string most_frequent_limit(const std::vector<Pass>& passes) {
  std::vector<std::string> limits;
  for (const Pass& pass : passes) limits.push_back(pass.row->limited_by);
  return limits::most_frequent(limits);
}

std::optional<double> deviation(const statistics::Samples& samples) {
  if (samples.size() < 2) return std::nullopt;
  const double middle = statistics::mean(samples);
  double sum = 0;
  for (const statistics::Sample& sample : samples)
    sum += (sample.slowness - middle) * (sample.slowness - middle);
  return std::sqrt(sum / static_cast<double>(samples.size() - 1));
}

// Why a pass is not used: of one that cannot be believed the words are enough, which are explained
// once for the whole comparison.
std::string why_not_used(const table::Row& row) {
  return table::failed(row) || row.doubt.empty() ? row.note : "not valid: " + row.doubt;
}

}  // namespace

Side summarize(const std::vector<Pass>& passes, const table::Column* metric) {
  Side side{.passes = passes.size(), .limited_by = most_frequent_limit(passes)};
  std::vector<double> measured;
  for (const Pass& pass : passes) {
    side.failed += table::failed(*pass.row) ? 1 : 0;
    if (!usable(*pass.row)) {
      if (side.note.empty()) side.note = why_not_used(*pass.row);
      continue;
    }
    ++side.used;
    if (metric != nullptr) measured.push_back(table::to_number(*pass.row, *metric).value_or(0));
  }
  side.value = statistics::median(measured);
  if (metric != nullptr) side.spread = deviation(to_samples(passes, *metric));
  return side;
}

}  // namespace gauntlet::orchestrator::diff
