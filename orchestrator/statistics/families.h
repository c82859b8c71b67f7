// Many tests at once: p-values corrected for how many there are.
#pragma once

#include <vector>

namespace gauntlet::orchestrator::statistics {

// Benjamini and Hochberg (1995): the share of false findings (q) at which each would be one. Same
// order as given.
std::vector<double> benjamini_hochberg(const std::vector<double>& p);

// Holm (1979): p-values such that findings below a level have a chance of at most that level to
// hold a single false one. Same order as given.
std::vector<double> holm(const std::vector<double>& p);

}  // namespace gauntlet::orchestrator::statistics
