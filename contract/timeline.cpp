#include "contract/timeline.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_text.h"
#include "contract/json_fields.h"

namespace gauntlet::contract {
namespace {

constexpr double kMillionths = 1e6;
constexpr double kNanoseconds = 1e9;

double ratio(Duration part, Duration whole) {
  return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

// The time that two spans have in common.
Duration overlap(Duration begin, Duration end, Duration other_begin, Duration other_end) {
  return std::max(Duration::zero(), std::min(end, other_end) - std::max(begin, other_begin));
}

std::int64_t whole(double value) { return value == 0 ? 0 : std::llround(value); }

std::int64_t part_of(std::int64_t all, double part) {
  return whole(static_cast<double>(all) * part);
}

// Width is kFirstWidth times a power of two, and not so wide that a bin's end overflows.
bool is_width(std::int64_t ns) {
  constexpr std::int64_t kFirst = Timeline::kFirstWidth.count();
  constexpr std::int64_t kWidest = kFirst << 36;
  return ns >= kFirst && ns <= kWidest && ns % kFirst == 0 &&
         ((ns / kFirst) & (ns / kFirst - 1)) == 0;
}

}  // namespace

Timeline::Bin& Timeline::Bin::operator+=(const Bin& other) {
  millionths += other.millionths;
  bytes += other.bytes;
  latency_ns += other.latency_ns;
  return *this;
}

Timeline::Bin Timeline::Bin::until(double part) const {
  return {part_of(millionths, part), part_of(bytes, part), part_of(latency_ns, part)};
}

Timeline::Bin Timeline::Bin::operator-(const Bin& other) const {
  return {millionths - other.millionths, bytes - other.bytes, latency_ns - other.latency_ns};
}

std::size_t Timeline::bin_of(Duration time) const {
  return static_cast<std::size_t>(time / width_);
}

void Timeline::widen() {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    const Bin bin = bins_[i];
    if (i % 2 == 0)
      bins_[i / 2] = bin;
    else
      bins_[i / 2] += bin;
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
  const Bin all{whole(amount.requests * kMillionths), whole(amount.bytes),
                whole(amount.latency_s * kNanoseconds)};
  const std::size_t last = cover(end);
  if (begin >= width_ * static_cast<std::int64_t>(last)) {  // most often: no division for begin
    bins_[last] += all;
    return;
  }
  // What had happened at the end of a bin less what had happened at its begin: rounding never adds
  // up, and wider bins hold exactly what the narrow ones would have held.
  Bin before;
  for (std::size_t i = bin_of(begin); i < last; ++i) {
    const Duration bin_end = width_ * static_cast<std::int64_t>(i + 1);
    const Bin now = all.until(ratio(bin_end - begin, end - begin));
    bins_[i] += now - before;
    before = now;
  }
  bins_[last] += all - before;
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
    const double part = ratio(overlap(begin, end, bin, bin + width_), width_);
    sum.requests += static_cast<double>(bins_[i].millionths) * part;
    sum.bytes += static_cast<double>(bins_[i].bytes) * part;
    sum.latency_s += static_cast<double>(bins_[i].latency_ns) * part;
  }
  sum.requests /= kMillionths;
  sum.latency_s /= kNanoseconds;
  return sum;
}

nlohmann::json Timeline::to_json() const {
  nlohmann::json bins = nlohmann::json::array();
  for (const Bin& bin : bins_) bins.push_back({bin.millionths, bin.bytes, bin.latency_ns});
  return {{"width_ns", width_.count()}, {"bins", std::move(bins)}};
}

Timeline Timeline::from_json(const nlohmann::json& json) {
  Timeline timeline;
  const std::int64_t width = Field{json, "width_ns"};
  if (!is_width(width)) throw Error(Place{.key = "width_ns"}, "no width of a timeline's bins");
  timeline.width_ = Duration(width);
  for (const auto& bin : member(json, "bins")) {
    if (!bin.is_array() || bin.size() != 3 || !bin[0].is_number_integer() ||
        !bin[1].is_number_integer() || !bin[2].is_number_integer())
      throw Error(Place{.key = "bins"}, "hold three whole numbers each, not " + json_in_words(bin));
    timeline.bins_.push_back({bin[0], bin[1], bin[2]});
  }
  if (timeline.bins_.size() > kMostBins) throw Error(Place{.key = "bins"}, "are too many");
  return timeline;
}

}  // namespace gauntlet::contract
