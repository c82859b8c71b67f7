#include "client_pool/steady.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gauntlet::client_pool {

Span steady_span(const std::vector<ClientTally>& clients, double interrupted_s) {
  Span span{.begin_s = 0, .end_s = interrupted_s};
  for (const ClientTally& client : clients) {
    span.begin_s = std::max(span.begin_s, client.active_s.value_or(interrupted_s));
    span.end_s = std::min(span.end_s, client.done_s.value_or(interrupted_s));
  }
  span.end_s = std::max(span.begin_s, span.end_s);
  return span;
}

std::optional<contract::Interval> mean_interval(const Timeline& timeline, double duration_s) {
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
  return contract::Interval{mean - margin, mean + margin};
}

}  // namespace gauntlet::client_pool
