// The curve of latency against load that a search has walked: a table and a picture of it. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/capacity/capacity.h"
#include "orchestrator/report/pictures/script.h"

namespace gauntlet::orchestrator::capacity {

// Medians over the runs under one load that count.
struct CurvePoint {
  double load = 0;
  std::size_t runs = 0;
  std::size_t met = 0;  // of them
  std::optional<double> p50_s{};
  std::optional<double> p99_s{};
  std::optional<double> requests_per_s{};
  std::optional<double> failed_requests{};
  std::string limited_by{};  // of the last run
};

// In the order of the load.
std::vector<CurvePoint> curve_of(const Capacity& capacity);

// The load at the knee of p99 or, where some point has no p99, of p50.
std::optional<double> knee_of(const std::vector<CurvePoint>& curve);

// A line for each point.
std::string curve_csv(const std::vector<CurvePoint>& curve);

// The picture, with the objective's bounds on response times, capacity and knee. Nothing when no
// point has a latency.
std::optional<report::pictures::Drawing> draw_curve(const std::string& name,
                                                    const Capacity& capacity, LoadAxis axis,
                                                    const Slo& slo);

}  // namespace gauntlet::orchestrator::capacity
