// When a live comparison looks at its rows, and which side runs first. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/units.h"
#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::ab {

// Testing after every pass would find a change in 13% of comparisons of a build with itself. So it
// is tested after these passes only, each time at an equal part of the levels; together the tests
// are then wrong no more often than a single one. Where passes or budget end between two of them
// the last test is there, so that there are never more tests than parts.
inline constexpr std::array<std::uint64_t, 4> kLooks{5, 10, 20, 40};
inline constexpr std::uint64_t kMostAbPasses = kLooks.back();
static_assert(kLooks.size() * diff::kShareOfALook == 1);

// After how many passes to look next, most at the latest; the passes done when they are the last:
// when most are done, or when the budget, at the pace so far, does not reach the next look. Before
// the first look as many passes are made as fit, but one at least. spent: how long each pass took.
std::uint64_t next_look(const std::vector<Duration>& spent, std::uint64_t most,
                        std::optional<Duration> budget);

// Whether no row's verdict waits for more passes.
bool decided(const diff::Comparison& comparison);

// For each turn of a pass whether the base runs before the new build: a coin each, thrown by seed
// and pass, the same on every machine.
std::vector<bool> base_first(std::uint64_t seed, std::uint64_t pass, std::size_t turns);

}  // namespace gauntlet::orchestrator::ab
