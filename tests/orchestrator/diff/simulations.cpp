// The long simulations: prints every figure that the judge must reach, and what it reaches. Takes
// the number of trials of each (default: 1000). Exit code 1 when a figure is missed.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/orchestrator/diff/figures_to_reach.h"

int main(int argc, char** argv) {
  using namespace gauntlet::orchestrator;
  const std::size_t trials = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000;
  if (trials == 0) {
    fmt::print(stderr, "diff_simulations: say how many trials, 1 or more\n");
    return 2;
  }
  bool reached = true;
  for (const auto& figures : {false_alarms(), discoveries()}) {
    for (const Figure& figure : figures) {
      const double found = rate(trials, figure.seed, figure.question);
      const bool good = figure.at_most ? found <= figure.rate : found >= figure.rate;
      reached = reached && good;
      fmt::print("{:6.1f}%  {} {:g}%  {}  {}\n", 100 * found,
                 figure.at_most ? "at most" : "at least", 100 * figure.rate,
                 good ? "reached" : "MISSED ", figure.name);
      std::fflush(stdout);
    }
  }
  return reached ? 0 : 1;
}
