// What a sweep is to do: which scenarios, how often, in which order. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "orchestrator/matrix/repeats.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::sweep {

// The index-th of count parts of a sweep, from 1.
struct Shard {
  std::size_t index = 1;
  std::size_t count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

// "2/3", and back. Throws Error (kBadInput).
Shard parse_shard(std::string_view text);
std::string to_text(const Shard& shard);

struct Plan {
  std::string file{};  // the matrix's
  std::string name{};
  std::vector<matrix::Scenario> scenarios{};  // of the whole sweep, as listed
  matrix::Repeats repeats{};
  std::optional<Duration> budget{};  // decides the number of passes instead of repeats
  Shard shard{};                     // the part of the scenarios that is run
};

// One scenario in one pass.
struct Turn {
  std::uint64_t pass = 1;
  std::uint64_t position = 1;  // within the pass of the whole sweep, for a shard too
  std::size_t scenario = 0;    // place in the plan's list
};

// The turns of the shard in a pass, in their order. Every pass of a shuffled sweep has a
// permutation of its own (Fisher-Yates over std::mt19937_64, the same on every machine), which the
// pass and the seed of the first scenario decide.
std::vector<Turn> turns_of(const Plan& plan, std::uint64_t pass);

// The scenarios of the shard, as listed: scenario i, from 0, is in shard i mod count + 1.
std::vector<matrix::Scenario> scenarios_of_shard(const Plan& plan);

}  // namespace gauntlet::orchestrator::sweep
