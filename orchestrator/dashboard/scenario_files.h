// The matrix files that a run may be started from, and what the programs say of them.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::dashboard {

struct ScenarioFile {
  std::string file{};     // its path, as it is given to orchestrator
  std::string name{};     // of the matrix
  std::string text{};     // the comment that it begins with
  std::string problem{};  // what is wrong with it; empty: nothing
};

// The *.yaml of a folder, sorted. None where there is no folder.
std::vector<ScenarioFile> scenario_files(const std::filesystem::path& folder);
nlohmann::ordered_json to_json(const ScenarioFile& file);

// Every setting of a scenario and key of a sweep, for who fills in a form.
nlohmann::ordered_json settings_json();

// A mistake that orchestrator has named.
struct Problem {
  std::string setting{};      // that it is about; empty: none
  std::optional<int> line{};  // of the file
  std::string message{};      // without the place
};

// Of what orchestrator says on stderr about a matrix file and what is set beside it.
std::vector<Problem> problems_in(std::string_view said);
nlohmann::ordered_json to_json(const Problem& problem);

}  // namespace gauntlet::orchestrator::dashboard
