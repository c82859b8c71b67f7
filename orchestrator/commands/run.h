// orchestrator run: sweeps a matrix, or goes on with a sweep that was stopped.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/commands/campaign.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/report/summary.h"
#include "orchestrator/sweep/rerun.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct RunOptions {
  std::string file{};                 // empty: only to resume
  std::string resume{};               // the table of the sweep to go on with; empty: a new one
  std::vector<sweep::Rerun> rerun{};  // of resume: rows to run again
  matrix::Selection selection{};
  Duration budget{};       // 0: none
  std::string shard{};     // "2/3"; empty: all of it
  std::string programs{};  // empty: the folder of this program
  bool no_plots = false;
  report::SummaryFormat summary = report::SummaryFormat::kText;
  CampaignOptions campaign{};
};

CLI::App* add_command(CLI::App& app, RunOptions& options);

// Throws Error. A scenario that fails is no error: kFailed is returned then.
ExitCode execute(const RunOptions& options);

}  // namespace gauntlet::orchestrator::commands
