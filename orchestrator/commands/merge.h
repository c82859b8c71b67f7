// orchestrator merge: puts the tables of a sweep's shards together, or the reports of several
// client_pools.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct MergeOptions {
  std::vector<std::string> tables{};  // or files of reports, all of them
  std::string output{};               // empty: a new table beside the first one; of reports, stdout
};

CLI::App* add_command(CLI::App& app, MergeOptions& options);

// Throws Error.
ExitCode execute(const MergeOptions& options);

}  // namespace gauntlet::orchestrator::commands
