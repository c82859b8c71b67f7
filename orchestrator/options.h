// The command line of orchestrator: each command declares its own part (commands/).
#pragma once

#include <variant>

#include "orchestrator/commands/ab.h"
#include "orchestrator/commands/calibrate.h"
#include "orchestrator/commands/capacity.h"
#include "orchestrator/commands/dashboard.h"
#include "orchestrator/commands/diff.h"
#include "orchestrator/commands/list.h"
#include "orchestrator/commands/merge.h"
#include "orchestrator/commands/packets.h"
#include "orchestrator/commands/plot.h"
#include "orchestrator/commands/report.h"
#include "orchestrator/commands/run.h"
#include "orchestrator/commands/show.h"
#include "orchestrator/commands/top.h"
#include "orchestrator/commands/trace.h"
#include "orchestrator/commands/validate.h"

namespace gauntlet::orchestrator {

using Command =
    std::variant<commands::RunOptions, commands::ListOptions, commands::ValidateOptions,
                 commands::ShowOptions, commands::PlotOptions, commands::ReportOptions,
                 commands::MergeOptions, commands::DiffOptions, commands::CapacityOptions,
                 commands::AbOptions, commands::CalibrateOptions, commands::TopOptions,
                 commands::DashboardOptions, commands::PacketsOptions, commands::TraceOptions>;

// Throws what run_program (base/program.h) maps: help, usage errors.
Command parse_options(int argc, const char* const* argv);

}  // namespace gauntlet::orchestrator
