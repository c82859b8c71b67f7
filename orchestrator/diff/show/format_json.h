// A comparison for programs.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// One object, indented; its keys are explained in docs/diff.md. Changes and bounds are shares in
// the metric's own direction; what is not known is null.
std::string format_json(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
