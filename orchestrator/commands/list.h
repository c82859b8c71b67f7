// orchestrator list: shows the scenarios of a matrix.
#pragma once

#include <string>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

enum class ListFormat { kText, kJson };

struct ListOptions {
  std::string file{};
  matrix::Selection selection{};
  ListFormat format = ListFormat::kText;
};

CLI::App* add_command(CLI::App& app, ListOptions& options);

// Throws Error.
ExitCode execute(const ListOptions& options);

}  // namespace gauntlet::orchestrator::commands
