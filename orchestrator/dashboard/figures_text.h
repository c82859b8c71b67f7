// The figures of GET /metrics as Prometheus reads them. Pure.
#pragma once

#include <string>

#include "orchestrator/dashboard/live_state.h"

namespace gauntlet::orchestrator::dashboard {

// figures: of LiveState::figures(). What is null is left out.
std::string figures_text(const LiveState::Json& figures);

}  // namespace gauntlet::orchestrator::dashboard
