// How long a sweep will take, as far as its settings say. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

struct Forecast {
  double time_s = 0;      // of all passes of the shard
  bool at_least = false;  // some scenarios go on until requests are answered
};

// Of each run its warm-up, and then its duration, the schedule of its requests, its min_duration or
// its pauses; and, where all of that is known, a moment to start and stop the programs.
Forecast forecast(const Plan& plan);

// What so many runs more take at the mean pace of those that were made; nothing before there is
// one.
std::optional<double> time_left_s(double elapsed_s, std::size_t made, std::size_t left);

// "about 1 m 30 s", "at least 20.0 s"; empty where nothing is known.
std::string to_text(const Forecast& forecast);

}  // namespace gauntlet::orchestrator::sweep
