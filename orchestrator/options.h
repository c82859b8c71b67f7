// The command line of orchestrator: each command declares its own part (commands/).
#pragma once

#include <variant>

#include "orchestrator/commands/list.h"
#include "orchestrator/commands/plot.h"
#include "orchestrator/commands/run.h"
#include "orchestrator/commands/validate.h"

namespace gauntlet::orchestrator {

using Command = std::variant<RunOptions, ListOptions, ValidateOptions, PlotOptions>;

// Throws what run_program (base/program.h) maps: help, usage errors.
Command parse_options(int argc, const char* const* argv);

}  // namespace gauntlet::orchestrator
