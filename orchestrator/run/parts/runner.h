// One scenario: its parts up, the clients' report, its parts down.
#pragma once

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/context.h"
#include "orchestrator/run/observed.h"

namespace gauntlet::orchestrator::run::parts {

// Never throws for what the programs do: that is what is observed. No program lives on when this
// returns.
Observed run_scenario(const matrix::Scenario& scenario, const RunContext& context);

}  // namespace gauntlet::orchestrator::run::parts
