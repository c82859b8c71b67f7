// What the command line says about the scenarios of a matrix: --only and --set.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator {

// Holds for a scenario whose setting has one of the values.
struct Filter {
  std::size_t setting = 0;
  std::vector<std::string> values{};
};

// "mode=thread,volume=10|50" and "requests=3". Throw Error (kBadInput) that names option and key.
std::vector<Filter> parse_only(const std::vector<std::string>& texts);
std::vector<Assignment> parse_set(const std::vector<std::string>& texts);

// Whether all filters hold.
bool matches(const Scenario& scenario, const std::vector<Filter>& filters);

}  // namespace gauntlet::orchestrator
