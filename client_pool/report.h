// From what was measured to the report, and to the summary that people read.
#pragma once

#include <string>

#include "client_pool/tally.h"
#include "client_pool/workspace.h"
#include "metrics/reports.h"

namespace gauntlet::client_pool {

// run_time is the wall time of the whole run; it counts where clients were interrupted. CPU and
// memory are read here: of this process and of the children that it has reaped.
metrics::ClientReport make_report(const Plan& plan, const Tally& tally, Duration run_time);

// Several lines, aligned, with a line feed at the end.
std::string summary(const metrics::ClientReport& report);

}  // namespace gauntlet::client_pool
