// How often, and in which order, a sweep goes through its scenarios: keys of the sweep as a whole.
// They stand under settings in a matrix file, but are no settings of a scenario.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {

enum class Order {
  kListed,    // as the matrix lists them
  kShuffled,  // each pass in an order of its own, which the seed decides
};

inline constexpr std::uint64_t kMostPasses = 10'000;

struct Repeats {
  std::uint64_t passes = 1;
  Order order = Order::kListed;

  friend bool operator==(const Repeats&, const Repeats&) = default;
};

// passes and order, declared as settings are, so that they are checked and explained like them.
// Their defaults are those of Repeats.
const std::vector<Setting>& sweep_keys();
const Setting* find_sweep_key(std::string_view name);  // null for a name that is none

// "; did you mean 'client_pool'?" for a name that is neither a setting nor a key of the sweep;
// empty when none is near.
std::string did_you_mean_key(std::string_view name);

// The value of a key as text, and the value from a text that check_value has let through.
std::string sweep_value(const Repeats& repeats, std::string_view key);
void set_sweep_value(Repeats& repeats, std::string_view key, std::string_view text);

// For whoever finds one of the keys in the place of a setting.
inline constexpr const char* kSweepKeyMisplaced =
    "is a key of the whole sweep, not of a scenario; write it under settings, with one value";

}  // namespace gauntlet::orchestrator::matrix
