// What a sweep leaves in the folder of results: orchestrator_results_<YYYYmmdd_HHMMSS>.csv, and
// beside it a folder of the same stem:
//   scenarios.json      the scenarios in full, with their content hash
//   environment.json    host, versions, command line, start and end
//   reports/<id>.json   what the programs of a scenario said, with the histogram
//   logs/<id>.*.log     stderr of the programs of scenarios that failed or lost a worker
//   plots/              the pictures
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/sweep/observed.h"
#include "orchestrator/sweep/runner.h"

namespace gauntlet::orchestrator {

// How a sweep was called, when it ran and how it ended.
struct Course {
  std::vector<std::string> command_line{};
  std::string started{};   // timestamps
  std::string finished{};  // empty: it still runs, or was killed
  std::string outcome{};   // one word
};

class Sidecar {
 public:
  // Makes the folders. A stem that is taken gets a number after it: nothing is ever overwritten.
  // Throws Error (kUnable) when it cannot, as does every other function here.
  explicit Sidecar(const std::filesystem::path& results);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path table() const { return folder_.string() + ".csv"; }
  std::filesystem::path plots() const { return folder_ / "plots"; }
  LogFiles logs(const Scenario& scenario) const;

  void write_scenarios(const Matrix& matrix, const std::vector<Scenario>& scenarios) const;
  void write_environment(const Course& course) const;
  void write_report(const Scenario& scenario, const Observed& seen) const;
  void remove_logs(const Scenario& scenario) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace gauntlet::orchestrator
