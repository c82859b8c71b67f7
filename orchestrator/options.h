// The command line of orchestrator.
#pragma once

#include "orchestrator/commands.h"

namespace gauntlet::orchestrator {

// Throws what run_program (base/program.h) maps: help, usage errors.
Command parse_options(int argc, const char* const* argv);

}  // namespace gauntlet::orchestrator
