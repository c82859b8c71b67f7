// How much the rows of the same programs on the same machine differ from run to run, beyond what
// their passes scatter. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "orchestrator/diff/calibration.h"
#include "orchestrator/diff/metric.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::diff {

// With fewer tables the variance between them says too little.
inline constexpr std::size_t kLeastSweeps = 6;

// Of the rows of an operation; standard deviations of the logarithm of the metric, about shares.
struct OperationNoise {
  std::size_t rows = 0;
  double passes = 0;   // deviation from pass to pass
  double between = 0;  // deviation from run to run that is left: tau
};

struct HostNoise {
  Calibration calibration{};
  std::map<std::string, OperationNoise> operations{};
  std::vector<double> shifts{};   // of the whole table in each run, as a logarithm, more is worse
  std::size_t rows_left_out = 0;  // that do not have two usable passes in every table
  std::vector<std::string> columns_left_out{};  // that not every table has, and nobody knows
};

// Each table is a run of the same scenarios on the same machine. Drift and outliers are taken out
// of each as the judge does it. A run's shift, the median over rows of the deviation from the row's
// own mean, is taken off; then, for each row, the variance of its means over the runs less s^2/n is
// what runs differ by, where s^2 is its variance within runs and n its passes:
// tau^2 = max(0, mean over the rows of an operation).
//
// Throws Error: kBadInput for fewer than kLeastSweeps tables, kUnable for tables of different
// environments, or when fewer than 3 rows have two usable passes in every table.
HostNoise measure_noise(const std::vector<table::Table>& tables, const Metrics& metrics);

// Throws Error (kUnable) as measure_noise would when too few rows of these tables can be used: to
// be asked before further runs are made, which cannot change that.
void check_usable(const std::vector<table::Table>& tables, const Metrics& metrics);

// For people: each operation's noise, and each run's shift.
std::string to_text(const HostNoise& noise);

}  // namespace gauntlet::orchestrator::diff
