#include "contract/durations.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/json_text.h"

namespace gauntlet::contract {
namespace {

constexpr std::int64_t kLongest = std::numeric_limits<std::int64_t>::max();

bool is_nanoseconds(const nlohmann::json& value) {
  return value.is_number_unsigned() ? value.get<std::uint64_t>() <= kLongest
                                    : value.is_number_integer();
}

}  // namespace

Durations::Durations(std::vector<Duration> values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
}

void Durations::merge(const Durations& other) {
  const auto old = static_cast<std::ptrdiff_t>(values_.size());
  values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  std::inplace_merge(values_.begin(), values_.begin() + old, values_.end());
}

nlohmann::json Durations::to_json() const {
  nlohmann::json steps = nlohmann::json::array();
  Duration last{};
  for (const Duration value : values_) {
    steps.push_back((value - last).count());
    last = value;
  }
  return steps;
}

Durations Durations::from_json(const nlohmann::json& json) {
  if (!json.is_array()) throw Error("durations cannot be " + json_in_words(json));
  Durations result;
  std::int64_t last = 0;
  for (const auto& step : json) {
    const bool first = result.values_.empty();
    if (!is_nanoseconds(step) || (!first && step < 0) || (last > 0 && step > kLongest - last))
      throw Error("durations must rise, by whole nanoseconds, not by " + json_in_words(step));
    last += step.get<std::int64_t>();
    result.values_.emplace_back(last);
  }
  return result;
}

}  // namespace gauntlet::contract
