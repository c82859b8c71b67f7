// What the judge must reach on tables drawn by chance.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/orchestrator/diff/simulation.h"

namespace gauntlet::orchestrator::diff {

struct Figure {
  std::string name{};
  bool at_most = false;  // else at least
  double rate = 0;
  std::uint64_t seed = 0;
  std::function<bool(Chance&)> question{};
};

// Pairs of runs of the same thing, in which a regression is a false alarm.
std::vector<Figure> false_alarms();
// Runs of which one is slower in a known way.
std::vector<Figure> discoveries();

}  // namespace gauntlet::orchestrator::diff
