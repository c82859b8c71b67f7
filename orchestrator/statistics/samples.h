// What the statistics of a comparison work on: rows of samples, on two sides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gauntlet::orchestrator::statistics {

// Logarithm of what was measured, turned so that more is worse: swapping the sides of a comparison
// flips the sign of every change.
struct Sample {
  std::uint64_t pass = 0;
  double slowness = 0;
};

// In the order of their passes, each pass once.
using Samples = std::vector<Sample>;

// One row of the comparison: the same scenario on both sides. Statistics need a sample on each.
struct RowPair {
  Samples base{};
  Samples fresh{};  // of the new side
  double tau2 = 0;  // variance between runs, as calibrated; 0: not known
};

// Rows that share the value of an axis. Places in the vector of rows.
struct Slice {
  std::string name{};
  std::vector<std::size_t> rows{};
};

std::vector<double> values(const Samples& samples);
double mean(const Samples& samples);  // of at least one

}  // namespace gauntlet::orchestrator::statistics
