// A comparison for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// One object; its keys are explained in docs/diff.md. Changes and bounds are shares in
// the metric's own direction; what is not known is null.
nlohmann::ordered_json to_json(const Comparison& comparison);
// The same as text, indented.
std::string format_json(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
