// orchestrator ab: compares two builds, servers or settings by running both, back to back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/commands/campaign.h"
#include "orchestrator/commands/verdict.h"
#include "orchestrator/matrix/expand.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct AbOptions {
  std::string file{};
  std::string base{};   // a server of the file, a folder of programs, or a command that makes one
  std::string fresh{};  // the same of the side to judge; empty: the programs beside orchestrator
  std::vector<std::string> base_set{};  // settings of that side alone
  std::vector<std::string> fresh_set{};
  matrix::Selection selection{};
  std::uint64_t passes = 0;  // 0: as many as the file says, or the most
  Duration budget{};         // 0: none
  VerdictOptions verdict{};
  CampaignOptions campaign{};
};

CLI::App* add_command(CLI::App& app, AbOptions& options);

// Throws Error. kFailed for a regression, kUnable when there is no verdict.
ExitCode execute(const AbOptions& options);

}  // namespace gauntlet::orchestrator::commands
