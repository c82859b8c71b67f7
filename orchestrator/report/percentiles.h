// How the response times of a few rows are distributed: which share of the requests took at most
// how long.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "metrics/histogram.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// That share of the requests, 0 to 1, took so long at most.
struct Percentile {
  double share = 0;
  double seconds = 0;
};

// Of a report (row_reports.h). Nothing when it has none.
std::optional<metrics::Histogram> histogram_of(const nlohmann::json& report);

// Of each row, from the reports beside the table's file. Empty when one is missing, or has no
// histogram.
std::vector<metrics::Histogram> histograms_of(const std::vector<const table::Row*>& rows,
                                              const std::filesystem::path& table);
metrics::Histogram merged(const std::vector<metrics::Histogram>& histograms);

// From the fastest request to the slowest, with the shares that stand less than a step apart left
// out (percentile_place). The k-th of n requests stands at the share (k - 1/2) / n.
std::vector<Percentile> percentiles_of(const metrics::Histogram& histogram, double step);

// The time of a histogram that is not empty at a share.
double seconds_at(const metrics::Histogram& histogram, double share);

// The median over the rows of each percentile column, with the shortest time as the share 0; empty
// when there is no other.
std::vector<Percentile> percentiles_of_columns(const std::vector<const table::Row*>& rows);

// Where a share stands on an axis on which 90%, 99% and 99.9% are one apart.
double percentile_place(double share);

}  // namespace gauntlet::orchestrator::report
