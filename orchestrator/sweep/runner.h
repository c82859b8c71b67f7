// One scenario: server up, clients through, server down.
#pragma once

#include <string>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/sweep/command_lines.h"
#include "orchestrator/sweep/observed.h"
#include "orchestrator/sweep/process.h"
#include "orchestrator/sweep/sampling.h"

namespace gauntlet::orchestrator {

// Where the stderr of a scenario's programs goes.
struct LogFiles {
  std::string server{};
  std::string client{};
};

// Never throws for what the programs do: that is what is observed. Neither program lives on when
// this returns.
Observed run_scenario(const Scenario& scenario, const Programs& programs,
                      const std::filesystem::path& root, const LogFiles& logs,
                      const Launcher& launch, const Sampler& sampler = metrics::take_snapshot);

}  // namespace gauntlet::orchestrator
