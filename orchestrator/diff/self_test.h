// Shows, on a real table, that the judge finds what is there and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff {

struct SelfTestResult {
  std::size_t trials = 0;
  std::size_t rows = 0;
  std::size_t passes = 0;        // of the smaller half
  std::size_t false_alarms = 0;  // halves that are the same but for chance, and yet exit 1
  std::size_t found = 0;         // rows slowed down by their detectable effect: 80% are expected
  std::size_t found_double = 0;  // rows slowed down by twice that, as logarithms: nearly all
  double detectable = 0;         // the median of the effects put in, as a share

  // False alarms as rare as promised, and the double effect as good as always found, both but for
  // what chance makes of so many trials.
  bool passed() const;
};

// Every trial deals the table's passes into two halves by chance, and slows one row of the second
// half down. Throws Error (kUnable) when the table has fewer than 4 usable passes of any row.
SelfTestResult self_test(const table::Table& table, const CompareOptions& options,
                         std::size_t trials, std::uint64_t seed);

std::string to_text(const SelfTestResult& result);

}  // namespace gauntlet::orchestrator::diff
