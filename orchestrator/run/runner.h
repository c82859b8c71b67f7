// One scenario: server up, clients through, server down.
#pragma once

#include <string>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run {

// Where the stderr of a scenario's programs goes.
struct LogFiles {
  std::string server{};
  std::string client{};
};

// Never throws for what the programs do: that is what is observed. Neither program lives on when
// this returns.
Observed run_scenario(const matrix::Scenario& scenario, const Programs& programs,
                      const std::filesystem::path& root, const LogFiles& logs,
                      const process::Launcher& launch,
                      const Sampler& sampler = metrics::take_snapshot);

}  // namespace gauntlet::orchestrator::run
