// The load of a scenario: the one setting that a capacity is searched along. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/units.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::capacity {

enum class LoadAxis {
  kRate,     // open loop: requests a second
  kClients,  // closed loop: clients
};

struct AxisFacts {
  const char* setting;
  const char* unit;
  bool whole;  // only whole loads
  double least;
  double most;
  double start;  // where to begin when nothing is known
};
const AxisFacts& facts_of(LoadAxis axis);

// A scenario but for its load.
struct Subject {
  std::string name{};           // its id without the load: "thread-s5-get-10MB-c50"
  matrix::Scenario scenario{};  // at a load where the search may begin
};

// The scenarios of the matrix without their load, those that differ in nothing else as one. The
// axis decides what kind of loop they run, their requests, min_duration and duration, whatever the
// matrix says. Throws Error (kBadInput) as expand does.
std::vector<Subject> subjects_of(const matrix::Matrix& matrix, matrix::Selection selection,
                                 LoadAxis axis, double load);

// The subject under a load, for so long; scenario_timeout is raised where that would not suffice.
matrix::Scenario at_load(const Subject& subject, LoadAxis axis, double load, Duration duration);

// For people: "12,800", or with its decimals "193.8".
std::string format_load(double load);
// "200 requests/s".
std::string describe_load(LoadAxis axis, double load);

}  // namespace gauntlet::orchestrator::capacity
