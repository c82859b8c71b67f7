// How a value may be related to a bound, in what users write.
#pragma once

namespace gauntlet::orchestrator::matrix {

enum class Relation { kEqual, kNotEqual, kLess, kAtMost, kAtLeast, kMore };

// False for what is no number.
bool holds(Relation relation, double value, double bound);

}  // namespace gauntlet::orchestrator::matrix
