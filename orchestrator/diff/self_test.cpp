#include "orchestrator/diff/self_test.h"

#include "orchestrator/diff/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <utility>

#include "base/error.h"
#include "orchestrator/diff/judgeable.h"
#include "orchestrator/diff/pairing.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr std::size_t kLeastPasses = 4;

// The rows that were measured in every pass, so that every half of the passes has them.
struct Specimens {
  std::vector<std::uint64_t> passes{};
  std::vector<statistics::Samples> rows{};
  std::vector<statistics::Slice> slices{};
};

Specimens collect(const table::Table& table, const CompareOptions& options) {
  const PairedTables tables = pair_tables(table, table);
  std::set<std::uint64_t> passes;
  for (const Pairing& row : tables.rows)
    for (const Pass& pass : row.base) passes.insert(pass.number);
  Specimens result{{passes.begin(), passes.end()}, {}, {}};
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tables.rows.size(); ++i) {
    const Pairing& row = tables.rows[i];
    const table::Column* metric = choose_metric(row, row.values[kOperationColumn], options.metrics);
    statistics::Samples samples =
        metric != nullptr ? to_samples(row.base, *metric) : statistics::Samples();
    if (samples.size() < passes.size()) continue;
    result.rows.push_back(std::move(samples));
    places.push_back(i);
  }
  result.slices = slices_of(tables, places);
  return result;
}

using Random = std::mt19937_64;

void shuffle(std::vector<std::uint64_t>& values, Random& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random() % i]);
}

std::vector<statistics::RowPair> deal(const Specimens& specimens, Random& random) {
  std::vector<std::uint64_t> passes = specimens.passes;
  shuffle(passes, random);
  const std::set<std::uint64_t> base(
      passes.begin(), passes.begin() + static_cast<std::ptrdiff_t>(passes.size() / 2));
  std::vector<statistics::RowPair> rows;
  for (const statistics::Samples& samples : specimens.rows) {
    rows.emplace_back();
    for (const statistics::Sample& sample : samples)
      (base.count(sample.pass) > 0 ? rows.back().base : rows.back().fresh).push_back(sample);
  }
  return rows;
}

bool alarms(const Judgement& judgement) {
  const auto regressed = [](const auto& judged) { return judged.finding == Finding::kRegression; };
  return std::any_of(judgement.rows.begin(), judgement.rows.end(), regressed) ||
         std::any_of(judgement.slices.begin(), judgement.slices.end(), regressed);
}

bool finds(std::vector<statistics::RowPair> rows, std::size_t slowed, double logarithm,
           const JudgeOptions& options) {
  for (statistics::Sample& sample : rows[slowed].fresh) sample.slowness += logarithm;
  return judge(rows, {}, options).rows[slowed].finding == Finding::kRegression;
}

// Three standard deviations of what chance makes of this many trials at 5%.
double leeway(std::size_t trials) {
  return 3 * std::sqrt(0.05 * 0.95 * static_cast<double>(trials));
}

}  // namespace

bool SelfTestResult::passed() const {
  const double expected = 0.05 * static_cast<double>(trials);
  return static_cast<double>(false_alarms) <= expected + leeway(trials) &&
         static_cast<double>(trials - found_double) <= expected + leeway(trials);
}

SelfTestResult self_test(const table::Table& table, const CompareOptions& options,
                         std::size_t trials, std::uint64_t seed) {
  const Specimens specimens = collect(table, options);
  if (specimens.passes.size() < kLeastPasses || specimens.rows.empty())
    throw Error(fmt::format("a self-test deals the passes of a table into two halves, and needs {} "
                            "or more that are whole; measure with more passes",
                            kLeastPasses),
                ExitCode::kUnable);
  SelfTestResult result{trials, specimens.rows.size(), specimens.passes.size() / 2};
  Random random(seed);
  std::vector<double> effects;
  for (std::size_t i = 0; i < trials; ++i) {
    const std::vector<statistics::RowPair> rows = deal(specimens, random);
    const Judgement plain = judge(rows, specimens.slices, options.judge);
    const std::size_t slowed = random() % rows.size();
    const double effect = std::log1p(plain.rows[slowed].detectable);
    effects.push_back(plain.rows[slowed].detectable);
    result.false_alarms += alarms(plain) ? 1 : 0;
    result.found += finds(rows, slowed, effect, options.judge) ? 1 : 0;
    result.found_double += finds(rows, slowed, 2 * effect, options.judge) ? 1 : 0;
  }
  result.detectable = statistics::median(effects).value_or(0);
  return result;
}

std::string to_text(const SelfTestResult& result) {
  const auto of = [&result](std::size_t count) {
    return fmt::format("{} of {} trials ({:.1f}%)", count, result.trials,
                       100 * static_cast<double>(count) / static_cast<double>(result.trials));
  };
  return fmt::format(
      "{} rows, {} passes against {} of the same table, dealt by chance\n"
      "shuffled labels:      a regression in {}, at most 5% are expected\n"
      "one row slowed down:  found in {}, by the effect that is said to be found 80% of the time "
      "(median {:.1f}%)\n"
      "twice that effect:    found in {}\n"
      "self-test: {}\n",
      result.rows, result.passes, result.passes, of(result.false_alarms), of(result.found),
      100 * result.detectable, of(result.found_double), result.passed() ? "passed" : "FAILED");
}

}  // namespace gauntlet::orchestrator::diff
