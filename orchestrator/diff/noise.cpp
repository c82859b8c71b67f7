#include "orchestrator/diff/noise.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/diff/fingerprint.h"
#include "orchestrator/diff/pairing.h"
#include "orchestrator/statistics/median.h"
#include "orchestrator/statistics/robust.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr std::size_t kLeastRows = 3;  // of fewer no common shift can be told

struct NoisyRow {
  std::string operation{};
  std::vector<statistics::Samples> runs{};
};

void check_environments(const std::vector<table::Table>& tables) {
  for (std::size_t i = 1; i < tables.size(); ++i) {
    const auto differences = environment_differences(pair_tables(tables[0], tables[i]));
    if (differences.empty()) continue;
    throw Error(fmt::format("runs 1 and {} cannot be put together: {}; measure all in one place",
                            i + 1, fmt::join(differences, "; ")),
                ExitCode::kUnable);
  }
}

CommonSettings settings_of(const std::vector<table::Table>& tables) {
  std::vector<const table::Table*> all;
  for (const table::Table& table : tables) all.push_back(&table);
  return common_settings(all);
}

// All runs in one table, and the first row of each.
table::Table join(const std::vector<table::Table>& tables, std::vector<std::size_t>& begins) {
  table::Table all{.settings = settings_of(tables).names};
  for (const table::Table& table : tables) {
    begins.push_back(all.rows.size());
    all.rows.insert(all.rows.end(), table.rows.begin(), table.rows.end());
  }
  return all;
}

std::size_t run_of(const Pass& pass, const table::Table& all,
                   const std::vector<std::size_t>& begins) {
  const auto place = static_cast<std::size_t>(pass.row - all.rows.data());
  const auto next = std::upper_bound(begins.begin(), begins.end(), place);
  return static_cast<std::size_t>(next - begins.begin()) - 1;
}

// No samples where nothing was measured.
std::vector<statistics::Samples> samples_by_run(const Pairing& row, const table::Column* metric,
                                                const table::Table& all,
                                                const std::vector<std::size_t>& begins) {
  std::vector<std::vector<Pass>> passes(begins.size());
  for (const Pass& pass : row.base) {
    std::vector<Pass>& run = passes[run_of(pass, all, begins)];
    run.push_back({pass.row->pass.value_or(run.size() + 1), pass.row});
  }
  std::vector<statistics::Samples> runs(begins.size());
  for (std::size_t i = 0; metric != nullptr && i < runs.size(); ++i)
    runs[i] = to_samples(passes[i], *metric);
  return runs;
}

std::vector<NoisyRow> usable_rows(const std::vector<table::Table>& tables, const Metrics& metrics,
                                  std::size_t& left_out) {
  std::vector<std::size_t> begins;
  const table::Table all = join(tables, begins);
  std::vector<NoisyRow> rows;
  for (const Pairing& pairing : pair_tables(all, all).rows) {
    const std::string& operation = pairing.values[kOperationColumn];
    const table::Column* metric = choose_metric(pairing, operation, metrics);
    NoisyRow row{operation, samples_by_run(pairing, metric, all, begins)};
    const bool enough = std::all_of(row.runs.begin(), row.runs.end(),
                                    [](const statistics::Samples& run) { return run.size() >= 2; });
    if (enough)
      rows.push_back(std::move(row));
    else
      ++left_out;
  }
  if (rows.size() < kLeastRows)
    throw Error(
        fmt::format("rows that have two usable passes in every run: {} of {}; at least {} are "
                    "needed: measure more rows and passes; the column note says why a pass is "
                    "not usable",
                    rows.size(), rows.size() + left_out, kLeastRows),
        ExitCode::kUnable);
  return rows;
}

// Takes drift and outliers out of each run, as the judge does it with a side.
void clean(std::vector<NoisyRow>& rows) {
  for (std::size_t run = 0; run < rows.front().runs.size(); ++run) {
    std::vector<statistics::RowPair> one_sided;
    one_sided.reserve(rows.size());
    for (NoisyRow& row : rows) one_sided.push_back({.base = std::move(row.runs[run])});
    statistics::take_off_drift(one_sided, false);
    statistics::pull_in_outliers(one_sided);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].runs[run] = std::move(one_sided[i].base);
  }
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double squares(const std::vector<double>& values) {
  const double middle = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - middle) * (value - middle);
  return sum;
}

// The row's mean in each run, as deviations from the mean of them.
std::vector<double> run_means(const NoisyRow& row) {
  std::vector<double> means;
  for (const statistics::Samples& run : row.runs) means.push_back(statistics::mean(run));
  const double own = mean_of(means);
  for (double& value : means) value -= own;
  return means;
}

// Takes each run's shift off the rows' means, and gives the shifts.
std::vector<double> take_off_shifts(std::vector<std::vector<double>>& means) {
  std::vector<double> shifts;
  for (std::size_t run = 0; run < means.front().size(); ++run) {
    std::vector<double> deviations;
    deviations.reserve(means.size());
    for (const std::vector<double>& row : means) deviations.push_back(row[run]);
    shifts.push_back(statistics::median(std::move(deviations)).value_or(0));
    for (std::vector<double>& row : means) row[run] -= shifts.back();
  }
  return shifts;
}

// The variance from pass to pass, and what it leaves of itself in a run's mean.
struct Within {
  double variance = 0;
  double of_means = 0;  // s^2/n, the mean over the runs
};

Within within_runs(const NoisyRow& row) {
  Within result;
  double degrees = 0;
  double inverse_passes = 0;
  for (const statistics::Samples& run : row.runs) {
    result.variance += squares(statistics::values(run));
    degrees += static_cast<double>(run.size()) - 1;
    inverse_passes += 1 / static_cast<double>(run.size()) / static_cast<double>(row.runs.size());
  }
  result.variance /= degrees;
  result.of_means = result.variance * inverse_passes;
  return result;
}

}  // namespace

void check_usable(const std::vector<table::Table>& tables, const Metrics& metrics) {
  std::size_t left_out = 0;
  usable_rows(tables, metrics, left_out);
}

HostNoise measure_noise(const std::vector<table::Table>& tables, const Metrics& metrics) {
  if (tables.size() < kLeastSweeps)
    throw Error(fmt::format("{} too few to say what differs between runs; at least {} are needed",
                            counted(tables.size(), "run is", "runs are"), kLeastSweeps));
  check_environments(tables);
  HostNoise noise{.columns_left_out = settings_of(tables).left_out};
  std::vector<NoisyRow> rows = usable_rows(tables, metrics, noise.rows_left_out);
  clean(rows);
  std::vector<std::vector<double>> means;
  means.reserve(rows.size());
  for (const NoisyRow& row : rows) means.push_back(run_means(row));
  noise.shifts = take_off_shifts(means);

  std::map<std::string, std::vector<double>> variances;  // within runs
  std::map<std::string, std::vector<double>> excesses;   // of those between runs
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Within within = within_runs(rows[i]);
    variances[rows[i].operation].push_back(within.variance);
    excesses[rows[i].operation].push_back(
        squares(means[i]) / static_cast<double>(means[i].size() - 1) - within.of_means);
  }
  for (const auto& [operation, excess] : excesses) {
    const double tau2 = std::max(0.0, mean_of(excess));
    noise.calibration.tau2[operation] = tau2;
    noise.operations[operation] = {excess.size(), std::sqrt(mean_of(variances.at(operation))),
                                   std::sqrt(tau2)};
  }
  return noise;
}

std::string to_text(const HostNoise& noise) {
  std::string text;
  for (const auto& [operation, own] : noise.operations)
    text += fmt::format(
        "{}: {} by {:.1f}% from pass to pass, and by {:.1f}% (tau) from "
        "run to run beyond that\n",
        operation, counted(own.rows, "row varies", "rows vary"), 100 * own.passes,
        100 * own.between);
  for (const std::string& name : noise.columns_left_out)
    text += fmt::format(
        "column '{}' is not in every table, and no setting that is known: it is left out\n", name);
  if (noise.rows_left_out > 0)
    text += fmt::format("{} left out, without two usable passes in every run\n",
                        counted(noise.rows_left_out, "row is", "rows are"));
  std::vector<std::string> shifts;
  for (const double shift : noise.shifts)
    shifts.push_back(fmt::format("{:+.1f}%", 100 * std::expm1(shift)));
  const double deviation =
      std::sqrt(squares(noise.shifts) / static_cast<double>(noise.shifts.size() - 1));
  return text + fmt::format(
                    "the host as a whole varied by {:.1f}% from run to run (slower: +): "
                    "{}\n",
                    100 * deviation, fmt::join(shifts, ", "));
}

}  // namespace gauntlet::orchestrator::diff
