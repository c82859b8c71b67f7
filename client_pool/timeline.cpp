#include "client_pool/timeline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gauntlet::client_pool {
namespace {

double ratio(Duration part, Duration whole) {
  return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

// The time that two spans have in common.
Duration overlap(Duration begin, Duration end, Duration other_begin, Duration other_end) {
  return std::max(Duration::zero(), std::min(end, other_end) - std::max(begin, other_begin));
}

}  // namespace

Amount& Amount::operator+=(const Amount& other) {
  requests += other.requests;
  bytes += other.bytes;
  latency_s += other.latency_s;
  return *this;
}

Amount Amount::operator*(double factor) const {
  return {requests * factor, bytes * factor, latency_s * factor};
}

std::size_t Timeline::bin_of(Duration time) const {
  return static_cast<std::size_t>(time / width_);
}

void Timeline::widen() {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    const Amount amount = bins_[i];
    if (i % 2 == 0)
      bins_[i / 2] = amount;
    else
      bins_[i / 2] += amount;
  }
  bins_.resize((bins_.size() + 1) / 2);
  width_ *= 2;
}

// Makes the bins reach time; the bin that it lies in.
std::size_t Timeline::cover(Duration time) {
  std::size_t bin = bin_of(time);
  for (; bin >= kMostBins; bin = bin_of(time)) widen();
  if (bin >= bins_.size()) bins_.resize(bin + 1);
  return bin;
}

void Timeline::add(Duration begin, Duration end, const Amount& amount) {
  end = std::max(end, Duration::zero());
  begin = std::clamp(begin, Duration::zero(), end);
  const std::size_t last = cover(end);
  if (begin >= width_ * static_cast<std::int64_t>(last)) {  // most often: no division for begin
    bins_[last] += amount;
    return;
  }
  const std::size_t first = bin_of(begin);
  for (std::size_t i = first; i <= last; ++i) {
    const Duration bin = width_ * static_cast<std::int64_t>(i);
    bins_[i] += amount * ratio(overlap(begin, end, bin, bin + width_), end - begin);
  }
}

void Timeline::merge(const Timeline& other) {
  Timeline wider = other;
  while (wider.width_ < width_) wider.widen();
  while (width_ < wider.width_) widen();
  bins_.resize(std::max(bins_.size(), wider.bins_.size()));
  for (std::size_t i = 0; i < wider.bins_.size(); ++i) bins_[i] += wider.bins_[i];
}

Amount Timeline::between(Duration begin, Duration end) const {
  Amount sum;
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    const Duration bin = width_ * static_cast<std::int64_t>(i);
    sum += bins_[i] * ratio(overlap(begin, end, bin, bin + width_), width_);
  }
  return sum;
}

nlohmann::json Timeline::to_json() const {
  nlohmann::json bins = nlohmann::json::array();
  for (const Amount& bin : bins_) bins.push_back({bin.requests, bin.bytes, bin.latency_s});
  return {{"width_ns", width_.count()}, {"bins", std::move(bins)}};
}

Timeline Timeline::from_json(const nlohmann::json& json) {
  Timeline timeline;
  timeline.width_ = Duration(json.at("width_ns").get<std::int64_t>());
  for (const auto& bin : json.at("bins"))
    timeline.bins_.push_back({bin.at(0), bin.at(1), bin.at(2)});
  return timeline;
}

}  // namespace gauntlet::client_pool
