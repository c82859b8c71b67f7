// orchestrator plot: draws the plots of a table.
#pragma once

#include <string>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct PlotOptions {
  std::string table{};
  std::string output{};  // empty: the folder plots/ of the sweep
};

CLI::App* add_command(CLI::App& app, PlotOptions& options);

// Throws Error.
ExitCode execute(const PlotOptions& options);

}  // namespace gauntlet::orchestrator::commands
