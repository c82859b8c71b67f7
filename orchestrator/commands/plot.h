// orchestrator plot: draws the plots of a table.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct PlotOptions {
  std::string table{};
  std::string output{};             // empty: the folder plots/ of the sweep
  std::vector<std::string> only{};  // "mode=thread,volume=10|50": all of these must hold
};

CLI::App* add_command(CLI::App& app, PlotOptions& options);

// Throws Error.
ExitCode execute(const PlotOptions& options);

}  // namespace gauntlet::orchestrator::commands
