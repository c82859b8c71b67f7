// A comparison as a JUnit report, which CI systems show.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// A test case for each row and each slice: a regression fails, what is invalid or missing is an
// error, what is inconclusive is skipped.
std::string format_junit(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
