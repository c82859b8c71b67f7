// orchestrator show: the summary of a table.
#pragma once

#include <string>

#include "base/error.h"
#include "orchestrator/report/summary.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct ShowOptions {
  std::string table{};
  report::SummaryFormat format = report::SummaryFormat::kText;
};

CLI::App* add_command(CLI::App& app, ShowOptions& options);

// Throws Error.
ExitCode execute(const ShowOptions& options);

}  // namespace gauntlet::orchestrator::commands
