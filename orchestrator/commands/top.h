// orchestrator top: the processes of this machine that use most CPU time.
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "metrics/top.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct TopOptions {
  std::uint64_t most = metrics::kUsualTop;  // processes that are shown
  std::vector<int> pids{};                  // only these and their descendants; none: all
  bool watch = false;
  bool json = false;
};

CLI::App* add_command(CLI::App& app, TopOptions& options);

// Throws Error.
ExitCode execute(const TopOptions& options);

}  // namespace gauntlet::orchestrator::commands
