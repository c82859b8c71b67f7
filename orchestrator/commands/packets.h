// orchestrator packets: what TCP did, from a capture.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct PacketsOptions {
  std::string file{};
  std::string csv{};   // the packet table goes there; empty: nowhere
  std::string only{};  // packets of this kind; empty: all
  bool show = false;
  bool json = false;
  std::uint64_t most = 40;  // lines that are shown, of packets and of connections; 0: all
};

CLI::App* add_command(CLI::App& app, PacketsOptions& options);

// Throws Error.
ExitCode execute(const PacketsOptions& options);

}  // namespace gauntlet::orchestrator::commands
