// orchestrator run: sweeps a matrix.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator {

struct RunOptions {
  std::string file{};
  Selection selection{};
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

}  // namespace gauntlet::orchestrator
