// Runs that nobody has made, for tests.
#pragma once

#include "orchestrator/capacity/capacity.h"
#include "orchestrator/limits/limit.h"

namespace gauntlet::orchestrator::capacity {

inline Trial made_trial(double load, double p99_s, Outcome outcome = Outcome::kMet) {
  Trial trial{.load = load, .answer = {.outcome = outcome}};
  trial.row.status = table::kStatusOk;
  trial.row.p50_s = p99_s / 2;
  trial.row.p99_s = p99_s;
  trial.row.requests_per_s = load;
  trial.row.requests = 1000;
  trial.row.failed_requests = 0;
  trial.row.limited_by = outcome == Outcome::kMet ? limits::kLimitPace : limits::kLimitWorkers;
  if (outcome != Outcome::kMet) trial.answer.why = "p99_s is too long";
  return trial;
}

// A search that ends with 200 met and 210 missed.
inline Capacity made_capacity(Outcome above = Outcome::kMissed) {
  Capacity capacity{.subject = "thread-s1-get-1MB-c4"};
  capacity.trials = {made_trial(100, 0.01),       made_trial(200, 0.02),
                     made_trial(200, 0.03),       made_trial(400, 2, above),
                     made_trial(210, 0.2, above), made_trial(210, 0.3, above)};
  capacity.met = 200;
  capacity.missed = 210;
  capacity.why = "p99_s is too long";
  return capacity;
}

}  // namespace gauntlet::orchestrator::capacity
