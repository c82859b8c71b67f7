// orchestrator validate: checks a matrix.
#pragma once

#include <string>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct ValidateOptions {
  std::string file{};
};

CLI::App* add_command(CLI::App& app, ValidateOptions& options);

// Throws Error.
ExitCode execute(const ValidateOptions& options);

}  // namespace gauntlet::orchestrator::commands
