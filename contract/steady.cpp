#include "contract/steady.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gauntlet::contract {

SteadySpan steady_span(const ClientTotals& clients, Duration ran) {
  SteadySpan span{.begin = clients.last_active.value_or(Duration::zero()), .end = ran};
  if (clients.idle > 0) span.begin = std::max(span.begin, ran);
  if (!clients.done.sorted().empty()) span.end = std::min(ran, clients.done.sorted().front());
  span.end = std::max(span.begin, span.end);
  return span;
}

std::optional<Interval> mean_interval(const Timeline& timeline, double duration_s) {
  constexpr std::size_t kBatches = 10;
  constexpr double kLeftOut = 0.05;
  constexpr double kLeastRequests = 10;
  constexpr double kStudent = 2.262157;  // two-sided 95%, 9 degrees of freedom
  const double length_s = duration_s * (1 - kLeftOut) / kBatches;
  std::array<double, kBatches> means{};
  double sum = 0;
  for (std::size_t i = 0; i < kBatches; ++i) {
    const double begin_s = duration_s * kLeftOut + length_s * static_cast<double>(i);
    const Amount batch = timeline.between(from_seconds(begin_s), from_seconds(begin_s + length_s));
    if (batch.requests < kLeastRequests) return std::nullopt;
    means[i] = batch.latency_s / batch.requests;
    sum += means[i];
  }
  const double mean = sum / kBatches;
  double squares = 0;
  for (const double value : means) squares += (value - mean) * (value - mean);
  const double margin = kStudent * std::sqrt(squares / (kBatches - 1) / kBatches);
  return Interval{mean - margin, mean + margin};
}

}  // namespace gauntlet::contract
