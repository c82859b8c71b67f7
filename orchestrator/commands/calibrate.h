// orchestrator calibrate: measures how much runs of the same programs differ on this machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/commands/campaign.h"
#include "orchestrator/diff/noise.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct CalibrateOptions {
  std::string file{};                 // empty: only with tables
  std::vector<std::string> tables{};  // of sweeps that have been; empty: sweeps are made
  matrix::Selection selection{};
  std::uint64_t sweeps = diff::kLeastSweeps;
  std::uint64_t passes = 0;  // of each sweep; 0: as many as the file says
  Duration pause{};
  std::string output = "calibration.json";
  std::vector<std::string> metrics{};  // as on the command line
  std::string programs{};              // empty: the folder of this program
  CampaignOptions campaign{};
};

CLI::App* add_command(CLI::App& app, CalibrateOptions& options);

// Throws Error.
ExitCode execute(const CalibrateOptions& options);

}  // namespace gauntlet::orchestrator::commands
