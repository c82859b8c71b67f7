// Plans and scenarios as they stand in the files of a sweep.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

nlohmann::json to_json(const matrix::Scenario& scenario);

// With the content hash of all its scenarios.
nlohmann::json to_json(const Plan& plan);

// file is for the sentences. Throws Error (kBadInput) that names it and the key when it is no plan,
// or one of another version, or when its scenarios are not what this version makes of their
// settings and their hash says.
Plan plan_from_json(const nlohmann::json& value, const std::string& file);

}  // namespace gauntlet::orchestrator::sweep
