// orchestrator run: sweeps a matrix, or goes on with a sweep that was stopped.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct RunOptions {
  std::string file{};    // empty: only to resume
  std::string resume{};  // the table of the sweep to go on with; empty: a new one
  matrix::Selection selection{};
  Duration budget{};    // 0: none
  std::string shard{};  // "2/3"; empty: all of it
  std::string results = "results";
  std::string data{};      // empty: within the folder of the results
  std::string programs{};  // empty: the folder of this program
  bool quiet = false;
  bool no_plots = false;
  std::vector<std::string> command_line{};  // for the record
};

CLI::App* add_command(CLI::App& app, RunOptions& options);

// Throws Error. A scenario that fails is no error: kFailed is returned then.
ExitCode execute(const RunOptions& options);

}  // namespace gauntlet::orchestrator::commands
