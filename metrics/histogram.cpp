#include "metrics/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "base/json_text.h"

namespace gauntlet::metrics {
namespace {

constexpr int kVersion = 1;
constexpr unsigned kSubBits = 9;  // 2^9 = 512 buckets for each power of two
constexpr std::uint64_t kSub = 1u << kSubBits;
constexpr std::uint64_t kLongest = 3'600'000'000'000;  // 1 h in ns

constexpr std::size_t bucket_of(std::uint64_t ns) {
  ns = std::min(ns, kLongest);
  if (ns < kSub) return ns;
  const auto shift = static_cast<unsigned>(std::bit_width(ns)) - 1 - kSubBits;
  return shift * kSub + (ns >> shift);
}

constexpr std::size_t kBuckets = bucket_of(kLongest) + 1;
static_assert(kBuckets == 17'223);

double midpoint_of(std::size_t bucket) {
  if (bucket < 2 * kSub) return static_cast<double>(bucket);  // one nanosecond wide
  const std::uint64_t shift = bucket / kSub - 1;
  const std::uint64_t low = (bucket - shift * kSub) << shift;
  return static_cast<double>(low) + static_cast<double>((1ull << shift) - 1) / 2;
}

std::uint64_t to_whole(const nlohmann::json& value) {
  if (!value.is_number_integer() || value < 0)
    throw Error("histogram: " + json_in_words(value) + " is not a whole number");
  return value.get<std::uint64_t>();
}

Int128 sum_of(const nlohmann::json& json, const char* key) try {
  return to_int128(json.at(key).get<std::string>());
} catch (const Error& error) {
  throw Error(std::string("histogram: ") + error.what());
}

}  // namespace

std::uint64_t& Histogram::count_of(std::size_t bucket) {
  if (bucket - first_ >= counts_.size()) cover(bucket);
  return counts_[bucket - first_];
}

void Histogram::cover(std::size_t bucket) {
  const std::size_t row = bucket / kSub * kSub;
  if (counts_.empty()) first_ = row;
  if (row < first_) counts_.insert(counts_.begin(), first_ - row, 0);
  first_ = std::min(first_, row);
  counts_.resize(std::max(counts_.size(), row + kSub - first_));
}

void Histogram::record(std::chrono::nanoseconds duration) {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
  min_ = count_ == 0 ? ns : std::min(min_, ns);
  max_ = std::max(max_, ns);
  ++count_;
  ++count_of(bucket_of(ns));
  sum_ += ns;
  sum_squares_ += static_cast<Int128>(ns) * ns;
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  count_ += other.count_;
  sum_ += other.sum_;
  sum_squares_ += other.sum_squares_;
  cover(other.first_);
  cover(other.first_ + other.counts_.size() - 1);
  for (std::size_t i = 0; i < other.counts_.size(); ++i)
    counts_[other.first_ - first_ + i] += other.counts_[i];
}

std::optional<double> Histogram::min_s() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(min_) / 1e9;
}

std::optional<double> Histogram::max_s() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(max_) / 1e9;
}

std::optional<double> Histogram::mean_s() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_) / static_cast<double>(count_) / 1e9;
}

std::optional<double> Histogram::stddev_s() const {
  if (count_ < 2) return std::nullopt;
  // n * sum(x^2) - sum(x)^2 in long double: relative rounding of 2^-64 keeps deviations down to a
  // few parts in 10^9 of the mean.
  const auto n = static_cast<long double>(count_);
  const auto sum = static_cast<long double>(sum_);
  const long double squares = static_cast<long double>(sum_squares_) - sum * sum / n;
  return static_cast<double>(std::sqrt(std::max(squares, 0.0L) / (n - 1)) / 1e9L);
}

std::uint64_t values_needed(double share) {
  return static_cast<std::uint64_t>(std::ceil(std::log(0.025) / std::log(share)));
}

std::optional<double> Histogram::quantile_s(Quantile quantile) const {
  constexpr std::uint64_t kParts = 100'000;
  const auto parts = static_cast<std::uint64_t>(quantile);
  const double q = static_cast<double>(parts) / static_cast<double>(kParts);
  if (count_ < values_needed(q)) return std::nullopt;
  const auto rank =
      static_cast<std::uint64_t>((static_cast<Int128>(count_) * parts + kParts - 1) / kParts);
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank) return value_s(i);
  }
  return max_s();
}

double Histogram::value_s(std::size_t place) const {
  return std::clamp(midpoint_of(first_ + place), static_cast<double>(min_),
                    static_cast<double>(max_)) /
         1e9;
}

std::vector<Histogram::Step> Histogram::steps() const {
  std::vector<Step> steps;
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0) continue;
    seen += counts_[i];
    steps.push_back({.value_s = value_s(i), .up_to = seen});
  }
  return steps;
}

nlohmann::json Histogram::to_json() const {
  nlohmann::json buckets = nlohmann::json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if (counts_[i] != 0) buckets.push_back({first_ + i, counts_[i]});
  return {{"version", kVersion},
          {"unit", "ns"},
          {"count", count_},
          {"min", min_},
          {"max", max_},
          {"sum", to_text(sum_)},
          {"sum_squares", to_text(sum_squares_)},
          {"buckets", std::move(buckets)}};
}

Histogram Histogram::from_json(const nlohmann::json& json) {
  try {
    if (json.at("version") != kVersion || json.at("unit") != "ns")
      throw Error("histogram: only version 1 in ns can be read; it was written by another version");
    Histogram result;
    std::uint64_t counted = 0;
    std::size_t next = 0;
    for (const auto& bucket : json.at("buckets")) {
      const std::size_t index = to_whole(bucket.at(0));
      if (index < next || index >= kBuckets)
        throw Error("histogram: the buckets' indices are out of range or order");
      next = index + 1;
      counted += result.count_of(index) = to_whole(bucket.at(1));
    }
    result.count_ = to_whole(json.at("count"));
    if (counted != result.count_) throw Error("histogram: the buckets do not add up to the count");
    result.min_ = to_whole(json.at("min"));
    result.max_ = to_whole(json.at("max"));
    result.sum_ = sum_of(json, "sum");
    result.sum_squares_ = sum_of(json, "sum_squares");
    return result;
  } catch (const nlohmann::json::exception& error) {
    throw Error(std::string("histogram: malformed: ") + error.what());
  }
}

}  // namespace gauntlet::metrics
