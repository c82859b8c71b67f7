// The matrix files that a run may be started from, and the settings that may be set beside them.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace gauntlet::orchestrator::dashboard {

struct ScenarioFile {
  std::string file{};     // its path, as it is given to orchestrator
  std::string name{};     // of the matrix
  std::string text{};     // the comment that it begins with
  std::string problem{};  // what is wrong with it; empty: nothing
};

// The paths of the *.yaml in a folder, sorted. None where there is no folder.
std::vector<std::string> scenario_files(const std::filesystem::path& folder);
ScenarioFile describe(const std::string& path);
nlohmann::ordered_json to_json(const ScenarioFile& file);

// Every setting of a scenario and key of a sweep, for who fills in a form.
nlohmann::ordered_json settings_json();

}  // namespace gauntlet::orchestrator::dashboard
