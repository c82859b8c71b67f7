// Matrix -> scenarios. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::matrix {

// Which of a matrix's scenarios to run, and what to change in them.
struct Selection {
  std::vector<std::string> only{};  // conditions or names (selection.h): all must hold
  std::vector<std::string> set{};   // "requests=3|5,passes=2": whatever the file says
};

// The scenarios in the order of the matrix: the first axis changes slowest, then the combinations
// that include adds. A key that --set gives counts as given, and of several values each is run,
// next to each other; scenarios that it makes the same are run once. Throws Error (kBadInput):
// settings that nothing gives, impossible combinations, two equal scenarios, no scenario left, a
// selection that is not understood.
std::vector<Scenario> expand(const Matrix& matrix, const Selection& selection = {});

// Adds the impossible combinations of a matrix in whose file there are other mistakes: as far as
// they can be told without the values of the settings that were misread.
void refuse_impossible(const Matrix& matrix, const std::set<std::size_t>& misread,
                       Problems& problems);

// A sentence for each entry of exclude that leaves out nothing, with its place.
std::vector<std::string> useless_excludes(const Matrix& matrix);

// How often and in which order the matrix and --set want them run. Throws Error (kBadInput).
Repeats repeats_of(const Matrix& matrix, const Selection& selection);

}  // namespace gauntlet::orchestrator::matrix
