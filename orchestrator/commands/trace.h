// orchestrator trace: the path to a host.
#pragma once

#include <string>

#include "base/error.h"
#include "orchestrator/trace/effort.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

enum class TraceFormat { kText, kJson };

struct TraceOptions {
  std::string target{};
  trace::Effort effort{};
  TraceFormat format = TraceFormat::kText;
};

CLI::App* add_command(CLI::App& app, TraceOptions& options);

// Throws Error.
ExitCode execute(const TraceOptions& options);

}  // namespace gauntlet::orchestrator::commands
