// One scenario: server up, clients through, server down.
#pragma once

#include <filesystem>
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

// What a scenario is run with; what it refers to outlives the run.
struct RunContext {
  const Programs& programs;
  const process::Launcher& launch;
  std::filesystem::path root{};  // of the files that are served
  LogFiles logs{};
  OnSample on_sample{};  // is no longer called when the run is over
  Sampler sampler = metrics::take_snapshot;
  WaitUntil wait{};  // what tests put in the place of the sampling's clock
};

// Never throws for what the programs do: that is what is observed. Neither program lives on when
// this returns.
Observed run_scenario(const matrix::Scenario& scenario, const RunContext& context);

}  // namespace gauntlet::orchestrator::run
