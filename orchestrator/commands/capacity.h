// orchestrator capacity: finds the highest load under which a service level objective still holds.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/capacity/load.h"
#include "orchestrator/commands/campaign.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct CapacityOptions {
  std::string file{};
  matrix::Selection selection{};
  std::string slo{};
  capacity::LoadAxis axis = capacity::LoadAxis::kRate;
  std::optional<double> from{};  // nothing: the least load of the axis
  std::optional<double> to{};    // nothing: the greatest
  std::string precision = "5%";
  Duration point_duration = std::chrono::seconds(5);
  Duration budget = std::chrono::minutes(10);
  std::string programs{};  // empty: the folder of this program
  bool no_plots = false;
  CampaignOptions campaign{};
};

CLI::App* add_command(CLI::App& app, CapacityOptions& options);

// Throws Error. An objective that is not met is no error: kFailed is returned then.
ExitCode execute(const CapacityOptions& options);

}  // namespace gauntlet::orchestrator::commands
