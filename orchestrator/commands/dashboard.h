// orchestrator dashboard: the live page, from which runs are started, watched and looked back at.
#pragma once

#include <string>

#include "base/error.h"
#include "orchestrator/dashboard/live_page.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct DashboardOptions {
  dashboard::PageAddress address{};
  dashboard::PageFolders folders{};
};

CLI::App* add_command(CLI::App& app, DashboardOptions& options);

// Until it is interrupted, which is its usual end. Throws Error.
ExitCode execute(const DashboardOptions& options);

}  // namespace gauntlet::orchestrator::commands
