// What the command line says about the scenarios of a matrix: --only and --set.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::matrix {

// Holds for a scenario whose setting has one of the values.
struct Filter {
  std::size_t setting = 0;
  std::vector<std::string> values{};
};

// What --set changes, in the order in which it is said.
struct Changes {
  std::vector<Assignment> settings{};
  Repeats repeats{};
};

// "mode=thread,volume=10|50" and "requests=3,passes=2"; repeats are those that hold where --set
// says nothing. Throw Error (kBadInput) that names option and key.
std::vector<Filter> parse_only(const std::vector<std::string>& texts);
Changes parse_set(const std::vector<std::string>& texts, const Repeats& repeats);

// Whether all filters hold.
bool matches(const Scenario& scenario, const std::vector<Filter>& filters);

}  // namespace gauntlet::orchestrator::matrix
